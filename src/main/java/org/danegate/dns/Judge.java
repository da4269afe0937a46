package org.danegate.dns;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.danegate.dns.Validation.Result;
import org.danegate.dns.answer.Answer.Failure;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/// Validates the answers of one source: asks the library's validator, and judges what it leaves open or says too
/// strictly or too loosely.
final class Judge {

    /// Part of the validator's text for proofs that have valid signatures but that it will not compute.
    private static final String IGNORED = "validated but ignored";

    /// The answer to a question without validation, null when there is none; it tells why signatures fail.
    @FunctionalInterface
    interface RawAnswers {
        @Nullable
        Message of(Name name, int type);
    }

    private final Validators validators;
    private final HeadResolver head;
    private final ValidatingResolver validator;
    private final RawAnswers raw;

    /// @throws IOException when the anchors cannot be read
    Judge(Validators validators, HeadResolver head, RawAnswers raw) throws IOException {
        this.validators = validators;
        this.head = head;
        this.validator = validators.over(head);
        this.raw = raw;
    }

    /// Queries and validates one question.
    ///
    /// @param trace the trace of the lookup that the question belongs to
    Result ask(Name name, int type, LookupTrace trace) {
        Result result = askOnce(name, type, trace);
        // The keys arrived after the data they signed: the data is judged again without the signatures of keys
        // that may not sign.
        return result instanceof Result.Answered answered && head.signedByUnusable(answered.message())
                ? askOnce(name, type, trace)
                : result;
    }

    private Result askOnce(Name name, int type, LookupTrace trace) {
        try {
            Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
            Message answer =
                    validator.sendAsync(query, trace).toCompletableFuture().get();
            return judge(answer, name, type, trace);
        } catch (ExecutionException e) {
            HeadResolver.Lost lost = trace.lost(name);
            head.forget(name);
            return lost != null
                    ? new Result.Failed(lost.failure(), lost.text(), null)
                    : new Result.Bogus("keys or signatures that cannot be read", trace.answeredBy(name, type));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Failed(Failure.TIMEOUT, "interrupted", null);
        }
    }

    private Result judge(Message answer, Name name, int type, LookupTrace trace) {
        int rcode = answer.getRcode();
        return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN
                ? given(answer, name, type, trace)
                : refused(reason(answer), name, type, trace);
    }

    /// The result of an answer that the validator let pass.
    private Result given(Message answer, Name name, int type, LookupTrace trace) {
        String reason = reason(answer);
        boolean validated = answer.getHeader().getFlag(Flags.AD);
        if (!validated) {
            Result unproven = unproven(answer, name, type, trace, reason);
            if (unproven != null) {
                return unproven;
            }
        }
        String weakness = DenialProof.weakness(answer, name, type);
        boolean secure = validated && weakness.isEmpty();
        String why = secure ? validatedReason(answer) : validated ? weakness : insecureReason(reason);
        return new Result.Answered(answer, secure, why, trace.answeredBy(name, type), life(name, type, trace));
    }

    /// The result when the validator refused an answer: lost on the way, insecure for a cause that the validator
    /// does not know, or bogus.
    private Result refused(String reason, Name name, int type, LookupTrace trace) {
        String server = trace.answeredBy(name, type);
        HeadResolver.Lost lost = trace.lost(name);
        Message seen = trace.known(name, type);
        int iterations = seen == null ? 0 : DenialProof.iterations(seen);
        if (lost == null && iterations > DenialProof.MOST_ITERATIONS && reason.contains(IGNORED)) {
            return tooManyIterations(iterations, server);
        }
        Name unsupported = lost == null && type != Type.DS ? UnsupportedDelegation.above(trace, name) : null;
        if (unsupported != null
                && seen != null
                && askOnce(unsupported, Type.DS, trace) instanceof Result.Answered ds
                && ds.secure()) {
            String why = insecureReason("no DS record of " + unsupported.toString(true) + " is of a supported kind");
            return new Result.Answered(seen, false, why, server, life(name, type, trace));
        }
        // An answer that did not validate may be cached below the validator: the next try must query again.
        head.forget(name);
        return lost != null
                ? new Result.Failed(lost.failure(), lost.text(), server)
                : bogus(reason, name, type, server);
    }

    private Duration life(Name name, int type, LookupTrace trace) {
        return trace.lifeLeft(name, type, validators.clock().instant());
    }

    /// Null when the answer is proven to be insecure. The validator leaves an answer unchecked, and looking as if
    /// it were insecure, when a question for a key or a DS record fails or cannot be read while it judges a
    /// denial; and it gives a reason for each insecure answer but those under Opt-Out, whose proof is then checked
    /// here. Proofs that it ignores instead of computing prove nothing. "Could not be checked" is never "unsigned"
    /// (D-03, D-24).
    private @Nullable Result unproven(Message answer, Name name, int type, LookupTrace trace, String reason) {
        String server = trace.answeredBy(name, type);
        HeadResolver.Lost lost = trace.lost(name);
        int iterations = DenialProof.iterations(answer);
        if (iterations > DenialProof.MOST_ITERATIONS) {
            return tooManyIterations(iterations, server);
        }
        boolean proven = reason.isEmpty() ? isUnderOptOut(answer, name) : !reason.contains(IGNORED);
        if (lost == null && proven) {
            return null;
        }
        head.forget(name);
        return lost != null
                ? new Result.Failed(lost.failure(), lost.text(), server)
                : bogus("neither signed nor proven to be unsigned", name, type, server);
    }

    private Result bogus(String reason, Name name, int type, @Nullable String server) {
        String plain = PlainCause.of(
                raw.of(name, type), type, server, validators.clock().instant());
        if (plain.isEmpty()) {
            return new Result.Bogus(reason.isEmpty() ? "the signatures do not validate" : reason, server);
        }
        return new Result.Bogus(reason.isEmpty() ? plain : plain + " (" + reason + ")", server);
    }

    /// Whether an answer rests on a span with Opt-Out: each proof validates by itself, and together they leave
    /// the name out.
    private boolean isUnderOptOut(Message answer, Name name) {
        Name end = name;
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record instanceof CNAMERecord alias && alias.getName().equals(end)) {
                end = alias.getTarget();
            }
        }
        return (DenialProof.leavesOut(answer, end) || DenialProof.leavesOut(answer, name))
                && answer.getSectionRRsets(Section.AUTHORITY).stream()
                        .filter(set -> set.getType() == Type.NSEC3)
                        .allMatch(set -> validates(set));
    }

    private boolean validates(RRset set) {
        HeadResolver alone = new HeadResolver(
                query -> new Servers.Reply(
                        query.getQuestion().getType() == Type.NSEC3 ? answerOf(query, set) : asked(query), "proof"),
                validators.clock());
        try {
            Message query = Message.newQuery(Record.newRecord(set.getName(), Type.NSEC3, DClass.IN));
            Message judged = validators
                    .over(alone)
                    .sendAsync(query, Validation.VIRTUAL)
                    .toCompletableFuture()
                    .get();
            return judged.getHeader().getFlag(Flags.AD);
        } catch (IOException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Message answerOf(Message query, RRset set) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        set.rrs().forEach(record -> answer.addRecord(record, Section.ANSWER));
        set.sigs().forEach(signature -> answer.addRecord(signature, Section.ANSWER));
        return answer;
    }

    private Message asked(Message query) throws IOException {
        try {
            return head.sendAsync(query, Validation.VIRTUAL)
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String validatedReason(Message answer) {
        boolean data = !answer.getSection(Section.ANSWER).isEmpty();
        return data
                ? "validated to the root trust anchor"
                : answer.getRcode() == Rcode.NXDOMAIN
                        ? "proven by DNSSEC not to exist"
                        : "proven by DNSSEC that there is no such record";
    }

    private static Result tooManyIterations(int iterations, @Nullable String server) {
        return new Result.Failed(
                Failure.SERVFAIL, "a denial by NSEC3 with " + iterations + " iterations is not computed", server);
    }

    private static String insecureReason(String reason) {
        return reason.isEmpty() ? "proven to be unsigned" : "proven to be unsigned: " + reason;
    }

    private static String reason(Message answer) {
        StringBuilder text = new StringBuilder();
        for (Record record : answer.getSection(Section.ADDITIONAL)) {
            if (record.getType() == Type.TXT
                    && record.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS
                    && record instanceof TXTRecord txt) {
                text.append(String.join("", txt.getStrings()));
            }
        }
        return text.toString();
    }
}
