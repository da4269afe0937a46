package org.danegate.dns;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.danegate.dns.answer.Answer.Failure;
import org.danegate.dns.answer.ExtendedError;
import org.danegate.dns.answer.Signature;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
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

    private static final int EDE_BOGUS = ExtendedErrorCodeOption.DNSSEC_BOGUS;

    private final Validators validators;
    private final HeadResolver head;
    private final ValidatingResolver validator;
    private final OptOutProof optOut;
    private final Servers servers;

    /// @param servers asked again without validation, which tells why signatures fail
    /// @throws IOException when the anchors cannot be read
    Judge(Validators validators, HeadResolver head, Servers servers) throws IOException {
        this.validators = validators;
        this.head = head;
        this.validator = validators.over(head);
        this.optOut = new OptOutProof(validators, head);
        this.servers = servers;
    }

    /// Queries and validates one question.
    ///
    /// @param trace the trace of the lookup that the question belongs to
    Verdict ask(Name name, int type, LookupTrace trace) {
        Verdict result = askOnce(name, type, trace);
        // The keys arrived after the data they signed: the data is judged again without the signatures of keys
        // that may not sign.
        return result instanceof Verdict.Answered answered && head.signedByUnusable(answered.message())
                ? askOnce(name, type, trace)
                : result;
    }

    private Verdict askOnce(Name name, int type, LookupTrace trace) {
        try {
            Message query = Queries.of(name, type);
            Message answer =
                    validator.sendAsync(query, trace).toCompletableFuture().get();
            return judge(answer, name, type, trace);
        } catch (ExecutionException e) {
            Lost lost = trace.lost(name);
            head.forget(name);
            return lost != null
                    ? new Verdict.Failed(lost.failure(), lost.text(), null)
                    : new Verdict.Bogus("keys or signatures that cannot be read", trace.answeredBy(name, type));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Failed(Failure.TIMEOUT, "interrupted", null);
        }
    }

    private Verdict judge(Message answer, Name name, int type, LookupTrace trace) {
        int rcode = answer.getRcode();
        return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN
                ? given(answer, name, type, trace)
                : refused(answer, name, type, trace);
    }

    /// The result of an answer that the validator let pass.
    private Verdict given(Message answer, Name name, int type, LookupTrace trace) {
        String reason = reason(answer);
        boolean validated = answer.getHeader().getFlag(Flags.AD);
        if (!validated) {
            Verdict unproven = unproven(answer, name, type, trace, reason);
            if (unproven != null) {
                return unproven;
            }
            Verdict unsupported = belowUnsupported(answer, name, type, trace);
            if (unsupported != null) {
                return unsupported;
            }
        }
        String weakness = DenialProof.weakness(answer, name, type);
        boolean secure = validated && weakness.isEmpty();
        answer.getHeader().setRcode(rcode(answer, secure, name, trace.known(name, type)));
        String why = secure ? validatedReason(answer) : validated ? weakness : insecureReason(reason);
        List<Signature> ofSigners = secure ? Signing.ofSigners(answer, head::known) : List.of();
        return new Verdict.Answered(
                answer, secure, why, trace.answeredBy(name, type), life(name, type, trace), ofSigners);
    }

    /// The response code that counts: what a signed record says, else what the server said.
    ///
    /// @param seen the answer as the server gave it; null when it is not at hand
    private static int rcode(Message answer, boolean secure, Name name, @Nullable Message seen) {
        if (!CompactDenial.deniesName(answer, name)) {
            return answer.getRcode();
        }
        return secure ? Rcode.NXDOMAIN : seen == null ? answer.getRcode() : seen.getRcode();
    }

    /// The result when the validator refused an answer: lost on the way, insecure for a cause that the validator
    /// does not know, or bogus.
    private Verdict refused(Message refusal, Name name, int type, LookupTrace trace) {
        String reason = reason(refusal);
        String server = trace.answeredBy(name, type);
        Lost lost = trace.lost(name);
        Message seen = trace.known(name, type);
        int iterations = seen == null ? 0 : DenialProof.iterations(seen);
        if (lost == null && iterations > DenialProof.MOST_ITERATIONS && reason.contains(IGNORED)) {
            return tooManyIterations(iterations, server);
        }
        Verdict unsigned = lost == null && seen != null ? belowUnsupported(seen, name, type, trace) : null;
        if (unsigned != null) {
            return unsigned;
        }
        // An answer that did not validate may be cached below the validator: the next try must query again.
        head.forget(name);
        return lost != null
                ? new Verdict.Failed(lost.failure(), lost.text(), server)
                : bogus(refusal, new RawQuestion(name, type), trace);
    }

    private Duration life(Name name, int type, LookupTrace trace) {
        return trace.lifeLeft(name, type, validators.clock().instant());
    }

    /// The result when a name is at or below a zone whose DS records are all of unsupported kinds; null when it is
    /// not.
    private @Nullable Verdict belowUnsupported(Message seen, Name name, int type, LookupTrace trace) {
        UnsupportedDelegation found = type == Type.DS
                ? null
                : UnsupportedDelegation.above(
                        trace.orKnown(head::known), name, validators.settings().sha1Signatures());
        if (found == null || !(askOnce(found.zone(), Type.DS, trace) instanceof Verdict.Answered ds) || !ds.secure()) {
            return null;
        }
        trace.found(found.code(), new RawQuestion(name, type));
        trace.unsupported(found.onlySha1());
        String server = trace.answeredBy(name, type);
        return new Verdict.Answered(seen, false, found.words(), server, life(name, type, trace), List.of());
    }

    /// Null when the answer is proven to be insecure. The validator leaves an answer unchecked, and looking as if
    /// it were insecure, when a question for a key or a DS record fails or cannot be read while it judges a
    /// denial; and it gives a reason for each insecure answer but those under Opt-Out, whose proof is then checked
    /// here. Proofs that it ignores instead of computing prove nothing. "Could not be checked" is never "unsigned"
    /// (D-03, D-24).
    private @Nullable Verdict unproven(Message answer, Name name, int type, LookupTrace trace, String reason) {
        String server = trace.answeredBy(name, type);
        Lost lost = trace.lost(name);
        int iterations = DenialProof.iterations(answer);
        if (iterations > DenialProof.MOST_ITERATIONS) {
            return tooManyIterations(iterations, server);
        }
        boolean proven = reason.isEmpty() ? optOut.covers(answer, name) : !reason.contains(IGNORED);
        if (lost == null && proven) {
            return null;
        }
        head.forget(name);
        return lost != null
                ? new Verdict.Failed(lost.failure(), lost.text(), server)
                : bogus("neither signed nor proven to be unsigned", EDE_BOGUS, new RawQuestion(name, type), trace);
    }

    /// @param refusal the validator's, with its reason and its code
    private Verdict bogus(Message refusal, RawQuestion question, LookupTrace trace) {
        int code = SaidByServers.in(refusal, question, "").stream()
                .map(ExtendedError::code)
                .findFirst()
                .orElse(EDE_BOGUS);
        return bogus(reason(refusal), code, question, trace);
    }

    private Verdict bogus(String reason, int code, RawQuestion question, LookupTrace trace) {
        String server = trace.answeredBy(question.name(), question.type());
        Instant now = validators.clock().instant();
        PlainCause plain = PlainCause.of(servers.raw(question.name(), question.type()), question.type(), server, now);
        if (plain.text().isEmpty()) {
            trace.found(code, question);
            return new Verdict.Bogus(reason.isEmpty() ? "the signatures do not validate" : reason, server);
        }
        trace.found(plain.code(), question);
        return new Verdict.Bogus(reason.isEmpty() ? plain.text() : plain.text() + " (" + reason + ")", server);
    }

    private static String validatedReason(Message answer) {
        boolean data = !answer.getSection(Section.ANSWER).isEmpty();
        return data
                ? "validated to the root trust anchor"
                : answer.getRcode() == Rcode.NXDOMAIN
                        ? "proven by DNSSEC not to exist"
                        : "proven by DNSSEC that there is no such record";
    }

    private static Verdict tooManyIterations(int iterations, @Nullable String server) {
        return new Verdict.Failed(
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
