package org.danegate.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer.Failure;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/// One set of servers and trust anchors: queries and validates single questions, without following aliases.
final class Validation {

    static final Executor VIRTUAL = task -> Thread.ofVirtual().name("dns").start(task);

    /// The validated result of one question.
    sealed interface Result {

        /// NOERROR or NXDOMAIN.
        ///
        /// @param secure true when our own validation succeeded
        /// @param life how long the raw answer may still be used
        record Answered(
                Message message,
                boolean secure,
                String reason,
                @Nullable String server,
                Duration life) implements Result {}

        /// Signatures should exist but do not validate.
        record Bogus(String reason, @Nullable String server) implements Result {}

        /// Nothing usable came back.
        record Failed(
                Failure failure, String reason, @Nullable String server) implements Result {}
    }

    /// Part of the validator's text for proofs that have valid signatures but that it will not compute.
    private static final String IGNORED = "validated but ignored";

    private static final Duration UNPROVEN_LIFE = Duration.ofSeconds(30);

    private final DnsSettings settings;
    private final String anchors;
    private final InstantSource clock;
    private final @Nullable Servers servers;
    private final @Nullable HeadResolver head;
    private volatile @Nullable ValidatingResolver validator;
    private volatile String fault;

    private Validation(
            DnsSettings settings,
            String anchors,
            InstantSource clock,
            @Nullable Servers servers,
            @Nullable HeadResolver head,
            @Nullable ValidatingResolver validator,
            String fault) {
        this.settings = settings;
        this.anchors = anchors;
        this.clock = clock;
        this.servers = servers;
        this.head = head;
        this.validator = validator;
        this.fault = fault;
    }

    /// Builds the chain. Settings that cannot work make every lookup fail with the reason, never insecure (D-112).
    ///
    /// @param anchors DS lines of the root, used while the settings name no file
    static Validation of(
            DnsSettings settings,
            String anchors,
            RootHints hints,
            SystemResolvers system,
            InstantSource clock,
            QueryLog log) {
        try {
            Servers servers = settings.useRootServers()
                    ? new RootIteration(settings, hints, clock, log)
                    : new PriorityFailover(settings, system, clock, log);
            return of(servers, settings, anchors, clock);
        } catch (IOException e) {
            return new Validation(settings, anchors, clock, null, null, null, String.valueOf(e.getMessage()));
        }
    }

    /// The same over given servers.
    ///
    /// @throws IOException when the anchors cannot be read
    static Validation of(Servers servers, DnsSettings settings, String anchors, InstantSource clock)
            throws IOException {
        HeadResolver head = new HeadResolver(servers::ask, clock);
        return new Validation(settings, anchors, clock, servers, head, validator(head, settings, anchors, clock), "");
    }

    private static ValidatingResolver validator(
            HeadResolver head, DnsSettings settings, String anchors, InstantSource clock) throws IOException {
        byte[] text = TrustAnchors.read(settings.trustAnchorFile(), anchors);
        ValidatingResolver made = new ValidatingResolver(head, ticking(clock));
        made.init(tuning());
        made.loadTrustAnchors(new ByteArrayInputStream(text));
        return made;
    }

    private static Clock ticking(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }

    /// One valid path is enough (RFC 6840 5.11), but the strongest digest of a DS set decides (RFC 4509 3),
    /// which is all that the library's hardening does; SHA-1 algorithms count as unsupported; proofs are
    /// computed up to a bound of NSEC3 iterations, and what they are worth is judged afterwards (RFC 9276 3.2).
    private static Properties tuning() {
        Properties p = new Properties();
        p.setProperty("dnsjava.dnssec.keycache.max_ttl", "3600");
        p.setProperty("dnsjava.dnssec.keycache.max_size", "20000");
        p.setProperty("dnsjava.dnssec.harden_algo_downgrade", "true");
        p.setProperty("dnsjava.dnssec.algorithm.5", "false");
        p.setProperty("dnsjava.dnssec.algorithm.7", "false");
        for (String bits : List.of("1024", "2048", "4096")) {
            p.setProperty("dnsjava.dnssec.nsec3.iterations." + bits, String.valueOf(DenialProof.MOST_ITERATIONS));
        }
        return p;
    }

    DnsSettings settings() {
        return settings;
    }

    /// True when it was made from these settings and anchors.
    boolean isOf(DnsSettings wanted, String wantedAnchors) {
        return settings.equals(wanted) && anchors.equals(wantedAnchors);
    }

    /// Queries the root's keys, unvalidated, server after server, until an answer is accepted.
    ///
    /// @throws IOException when no server could be reached
    <T> Optional<T> rootKeys(Function<Message, Optional<T>> accept) throws IOException {
        if (servers == null) {
            throw new IOException(fault);
        }
        Message query = checkingDisabled(Name.root, Type.DNSKEY);
        boolean answered = false;
        for (Servers.Single single : servers.singles(Name.root)) {
            try {
                Optional<T> accepted = accept.apply(single.source().ask(query).message());
                answered = true;
                if (accepted.isPresent()) {
                    return accepted;
                }
            } catch (NoAnswer e) {
                // The next one may answer.
            }
        }
        // No server to query separately: use secondary servers, or the root servers themselves.
        return answered ? Optional.empty() : accept.apply(servers.ask(query).message());
    }

    List<ServerHealth> health() {
        return servers == null ? List.of() : servers.health();
    }

    void clear() {
        if (head != null) {
            head.clear();
        }
        try {
            // The validator keeps keys of its own; only a new one has forgotten them.
            if (head != null) {
                validator = validator(head, settings, anchors, clock);
            }
        } catch (IOException e) {
            // The anchor file cannot be read now: the next lookup must say so instead of using old anchors.
            validator = null;
            fault = String.valueOf(e.getMessage());
        }
    }

    /// Forgets the raw answer to one question; keys and denials above it stay.
    void forget(Name name, int type) {
        if (head != null) {
            head.forget(name, type);
        }
    }

    /// @param trace the trace of the lookup that this question belongs to
    Result ask(Name name, int type, LookupTrace trace) {
        ValidatingResolver first = validator;
        if (first == null || head == null || servers == null) {
            return new Result.Failed(Failure.NO_SERVER, fault, null);
        }
        Result result = ask(first, head, name, type, trace);
        return result instanceof Result.Bogus bogus ? secondOpinion(servers, bogus, name, type) : result;
    }

    /// The servers that drop DNSSEC data for a name; null when it is passed on; see [DroppedSignatures].
    ///
    /// @param trace the trace of the lookup that gave no result
    @Nullable
    String dropped(DomainName domain, LookupTrace trace) {
        if (servers == null || head == null) {
            return null;
        }
        Name name = AliasWalk.nameOf(domain);
        return new DroppedSignatures(servers, settings.useRootServers()).by(name, trace.lostFirstStep(name));
    }

    /// The answer of the servers, not validated and never secure.
    ///
    /// @param reason why it is not secure
    Result unproven(Name name, int type, String reason) {
        if (servers == null) {
            return new Result.Failed(Failure.NO_SERVER, fault, null);
        }
        Message query = checkingDisabled(name, type);
        try {
            Servers.Reply reply = servers.ask(query);
            Message said = RelevantRecords.of(query, reply.message());
            boolean good = said.getRcode() == Rcode.NOERROR || said.getRcode() == Rcode.NXDOMAIN;
            return good
                    ? new Result.Answered(said, false, reason, reply.server(), UNPROVEN_LIFE)
                    : new Result.Failed(Failure.SERVFAIL, Rcode.string(said.getRcode()), reply.server());
        } catch (IOException e) {
            return new Result.Failed(Failure.TIMEOUT, String.valueOf(e.getMessage()), null);
        }
    }

    /// Queries each other resolver before a bogus answer is final (D-26): a resolver that strips signatures must
    /// not delay mail when another passes them. The fresh head and validator share nothing with the first.
    private Result secondOpinion(Servers others, Result.Bogus bogus, Name name, int type) {
        List<Servers.Single> singles = others.singles(name);
        // One server may have given the data and another the keys; then each server is queried separately.
        for (Servers.Single other : singles) {
            if (singles.size() == 1 && other.name().equals(bogus.server())) {
                continue;
            }
            try {
                HeadResolver alone = new HeadResolver(other.source(), clock);
                ValidatingResolver judge = validator(alone, settings, anchors, clock);
                if (ask(judge, alone, name, type, new LookupTrace(VIRTUAL)) instanceof Result.Answered good) {
                    String reason = good.reason() + "; resolver " + bogus.server() + " was bogus: " + bogus.reason();
                    return new Result.Answered(good.message(), good.secure(), reason, good.server(), good.life());
                }
            } catch (IOException e) {
                // The anchors were removed after the chain was built; the first verdict remains.
                return bogus;
            }
        }
        return bogus;
    }

    /// Each server that may be queried for a name, separately and with its own cache and keys.
    ///
    /// @param but the server to leave out
    List<AliasWalk.Chain> alone(DomainName name, @Nullable String but) {
        List<AliasWalk.Chain> chains = new ArrayList<>();
        List<Servers.Single> singles = servers == null ? List.of() : servers.singles(AliasWalk.nameOf(name));
        for (Servers.Single single : singles) {
            if (!single.name().equals(but)) {
                try {
                    HeadResolver own = new HeadResolver(single.source(), clock);
                    ValidatingResolver judge = validator(own, settings, anchors, clock);
                    chains.add((asked, type) -> ask(judge, own, asked, type, new LookupTrace(VIRTUAL)));
                } catch (IOException e) {
                    // The anchors were removed after the chain was built: no answer can be trusted.
                    return List.of();
                }
            }
        }
        return chains;
    }

    private Result ask(ValidatingResolver asked, HeadResolver from, Name name, int type, LookupTrace trace) {
        Result result = askOnce(asked, from, name, type, trace);
        // The keys arrived after the data they signed: the data is judged again without the signatures of keys
        // that may not sign.
        return result instanceof Result.Answered answered && from.signedByUnusable(answered.message())
                ? askOnce(asked, from, name, type, trace)
                : result;
    }

    private Result askOnce(ValidatingResolver asked, HeadResolver from, Name name, int type, LookupTrace trace) {
        try {
            Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
            Message answer = asked.sendAsync(query, trace).toCompletableFuture().get();
            return judge(asked, from, answer, name, type, trace);
        } catch (ExecutionException e) {
            HeadResolver.Lost lost = trace.lost(name);
            from.forget(name);
            return lost != null
                    ? new Result.Failed(lost.failure(), lost.text(), null)
                    : new Result.Bogus("keys or signatures that cannot be read", trace.answeredBy(name, type));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Failed(Failure.TIMEOUT, "interrupted", null);
        }
    }

    private Result judge(
            ValidatingResolver asked, HeadResolver from, Message answer, Name name, int type, LookupTrace trace) {
        String server = trace.answeredBy(name, type);
        String reason = reason(answer);
        int rcode = answer.getRcode();
        if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
            boolean validated = answer.getHeader().getFlag(Flags.AD);
            if (!validated) {
                Result unproven = unproven(from, answer, name, type, trace, reason);
                if (unproven != null) {
                    return unproven;
                }
            }
            String weakness = DenialProof.weakness(answer, name, type);
            boolean secure = validated && weakness.isEmpty();
            String why = secure ? validatedReason(answer) : validated ? weakness : insecureReason(reason);
            return new Result.Answered(answer, secure, why, server, trace.lifeLeft(name, type, clock.instant()));
        }
        HeadResolver.Lost lost = trace.lost(name);
        Message seen = trace.known(name, type);
        int iterations = seen == null ? 0 : DenialProof.iterations(seen);
        if (lost == null && iterations > DenialProof.MOST_ITERATIONS && reason.contains(IGNORED)) {
            return tooManyIterations(iterations, server);
        }
        Name unsupported = lost == null && type != Type.DS ? UnsupportedDelegation.above(trace, name) : null;
        if (unsupported != null
                && seen != null
                && askOnce(asked, from, unsupported, Type.DS, trace) instanceof Result.Answered ds
                && ds.secure()) {
            String why = insecureReason("no DS record of " + unsupported.toString(true) + " is of a supported kind");
            return new Result.Answered(seen, false, why, server, trace.lifeLeft(name, type, clock.instant()));
        }
        // An answer that did not validate may be cached below the validator: the next try must query again.
        from.forget(name);
        if (lost != null) {
            return new Result.Failed(lost.failure(), lost.text(), server);
        }
        return new Result.Bogus(bogusReason(reason, name, type, server), server);
    }

    /// Null when the answer is proven to be insecure. The validator leaves an answer unchecked, and looking as if
    /// it were insecure, when a question for a key or a DS record fails or cannot be read while it judges a
    /// denial; and it gives a reason for each insecure answer but those under Opt-Out, whose proof is then checked
    /// here. Proofs that it ignores instead of computing prove nothing. "Could not be checked" is never "unsigned"
    /// (D-03, D-24).
    private @Nullable Result unproven(
            HeadResolver from, Message answer, Name name, int type, LookupTrace trace, String reason) {
        String server = trace.answeredBy(name, type);
        HeadResolver.Lost lost = trace.lost(name);
        int iterations = DenialProof.iterations(answer);
        if (iterations > DenialProof.MOST_ITERATIONS) {
            return tooManyIterations(iterations, server);
        }
        boolean proven = reason.isEmpty() ? isUnderOptOut(from, answer, name) : !reason.contains(IGNORED);
        if (lost == null && proven) {
            return null;
        }
        from.forget(name);
        return lost != null
                ? new Result.Failed(lost.failure(), lost.text(), server)
                : new Result.Bogus(bogusReason("neither signed nor proven to be unsigned", name, type, server), server);
    }

    /// Whether an answer rests on a span with Opt-Out: each proof validates by itself, and together they leave
    /// the name out.
    private boolean isUnderOptOut(HeadResolver from, Message answer, Name name) {
        Name end = name;
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record instanceof CNAMERecord alias && alias.getName().equals(end)) {
                end = alias.getTarget();
            }
        }
        return (DenialProof.leavesOut(answer, end) || DenialProof.leavesOut(answer, name))
                && answer.getSectionRRsets(Section.AUTHORITY).stream()
                        .filter(set -> set.getType() == Type.NSEC3)
                        .allMatch(set -> validates(from, set));
    }

    private boolean validates(HeadResolver from, RRset set) {
        HeadResolver alone = new HeadResolver(
                query -> new Servers.Reply(
                        query.getQuestion().getType() == Type.NSEC3 ? answerOf(query, set) : asked(from, query),
                        "proof"),
                clock);
        try {
            Message query = Message.newQuery(Record.newRecord(set.getName(), Type.NSEC3, DClass.IN));
            Message judged = validator(alone, settings, anchors, clock)
                    .sendAsync(query, VIRTUAL)
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

    private static Message asked(HeadResolver from, Message query) throws IOException {
        try {
            return from.sendAsync(query, VIRTUAL).toCompletableFuture().get();
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

    /// The validator's own text, with the plain cause added when the signatures themselves show it.
    private String bogusReason(String reason, Name name, int type, @Nullable String server) {
        Message raw = rawAnswer(name, type);
        String plain = "";
        if (raw != null) {
            List<RRSIGRecord> signatures = raw.getSection(Section.ANSWER).stream()
                    .filter(RRSIGRecord.class::isInstance)
                    .map(RRSIGRecord.class::cast)
                    .toList();
            boolean hasData = raw.getSection(Section.ANSWER).stream().anyMatch(r -> r.getType() == type);
            Instant now = clock.instant();
            plain = signatures.stream()
                    .filter(s -> s.getExpire().isBefore(now))
                    .map(s -> "signature expired at " + s.getExpire() + " (signed by " + s.getSigner() + ")")
                    .findFirst()
                    .or(() -> signatures.stream()
                            .filter(s -> s.getTimeSigned().isAfter(now))
                            .map(s -> "signature not valid before " + s.getTimeSigned())
                            .findFirst())
                    .orElse(
                            hasData && signatures.isEmpty()
                                    ? "signatures are missing; does resolver " + server + " pass DNSSEC?"
                                    : "");
        }
        if (plain.isEmpty()) {
            return reason.isEmpty() ? "the signatures do not validate" : reason;
        }
        return reason.isEmpty() ? plain : plain + " (" + reason + ")";
    }

    private @Nullable Message rawAnswer(Name name, int type) {
        try {
            return servers == null
                    ? null
                    : servers.ask(checkingDisabled(name, type)).message();
        } catch (IOException e) {
            return null;
        }
    }

    private static Message checkingDisabled(Name name, int type) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().setFlag(Flags.CD);
        return query;
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
