package org.danegate.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.Type;

/// Validated lookups with a cache of verdicts: an answer lives as long as its TTL and its signatures, BOGUS for 30 s, a
/// failure for 5 s (D-12, D-13). Equal simultaneous lookups are made once.
public final class ValidatingLookup implements DnsLookup {

    private static final int MOST_ENTRIES = 100_000;

    /// How long to wait for the other servers when the TLSA records of one do not match.
    private static final Duration OTHERS = Duration.ofSeconds(10);

    private record Entry(Answer<?> answer, Instant until) {}

    private final Supplier<DnsSettings> settings;
    private final Supplier<String> anchors;
    private final RootHints hints;
    private final SystemResolvers system;
    private final InstantSource clock;
    private final QueryLog log;
    private final Cache<Question, Entry> verdicts = Caffeine.newBuilder()
            .maximumSize(MOST_ENTRIES)
            .executor(Runnable::run)
            .build();
    private final Map<Question, CompletableFuture<Answer<?>>> inFlight = new ConcurrentHashMap<>();
    private final ReentrantLock rebuild = new ReentrantLock();
    private volatile @Nullable Validation validation;

    /// @param settings the settings in force; read at every lookup, so that a commit takes effect at once
    /// @param log receives each step
    public ValidatingLookup(Supplier<DnsSettings> settings, InstantSource clock, QueryLog log) {
        this(settings, TrustAnchors::builtIn, RootHints.iana(), SystemResolvers.ofThisHost(), clock, log);
    }

    /// @param settings the settings in force; read at every lookup, so that a commit takes effect at once
    /// @param anchors DS records of the root as zone-file lines, used while the settings name no file; read at
    ///     every lookup
    /// @param hints where resolving begins when the settings say to use the root servers
    /// @param log receives each step
    public ValidatingLookup(
            Supplier<DnsSettings> settings,
            Supplier<String> anchors,
            RootHints hints,
            InstantSource clock,
            QueryLog log) {
        this(settings, anchors, hints, SystemResolvers.ofThisHost(), clock, log);
    }

    /// @param settings the settings in force; read at every lookup, so that a commit takes effect at once
    /// @param anchors DS records of the root as zone-file lines, used while the settings name no file; read at
    ///     every lookup
    /// @param hints where resolving begins when the settings say to use the root servers
    /// @param system queried while the settings list no server; read at every question
    /// @param log receives each step
    public ValidatingLookup(
            Supplier<DnsSettings> settings,
            Supplier<String> anchors,
            RootHints hints,
            SystemResolvers system,
            InstantSource clock,
            QueryLog log) {
        this.settings = settings;
        this.anchors = anchors;
        this.hints = hints;
        this.system = system;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public Answer<MxRecord> mx(DomainName domain) {
        return lookup(domain, RecordType.MX, MXRecord.class, ValidatingLookup::mxRecord);
    }

    @Override
    public Answer<InetAddress> a(DomainName host) {
        return lookup(host, RecordType.A, ARecord.class, ARecord::getAddress);
    }

    @Override
    public Answer<InetAddress> aaaa(DomainName host) {
        return lookup(host, RecordType.AAAA, AAAARecord.class, AAAARecord::getAddress);
    }

    @Override
    public Answer<DomainName> cname(DomainName host) {
        return lookup(host, RecordType.CNAME, CNAMERecord.class, r -> WireName.require(r.getTarget()));
    }

    @Override
    public Answer<TlsaRecord> tlsa(DomainName owner) {
        return lookup(owner, RecordType.TLSA, TLSARecord.class, ValidatingLookup::tlsaRecord);
    }

    @Override
    public List<Answer<TlsaRecord>> tlsaOfOthers(DomainName owner, @Nullable String but) {
        Question question = new Question(owner, RecordType.TLSA);
        List<CompletableFuture<Optional<Answer<TlsaRecord>>>> asked = validation().alone(owner, but).stream()
                .map(chain -> CompletableFuture.supplyAsync(
                                () -> Optional.of(new AliasWalk<>(
                                                chain,
                                                clock,
                                                QueryLog.NONE,
                                                question,
                                                TLSARecord.class,
                                                ValidatingLookup::tlsaRecord)
                                        .walk()),
                                Validation.VIRTUAL)
                        .completeOnTimeout(Optional.empty(), OTHERS.toMillis(), TimeUnit.MILLISECONDS))
                .toList();
        return asked.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Answer<TlsaRecord> freshTlsa(DomainName owner) {
        Entry known = verdicts.asMap().remove(new Question(owner, RecordType.TLSA));
        List<DomainName> names = new ArrayList<>(List.of(owner));
        if (known != null && known.answer() instanceof Answer.Found<?> found) {
            names.addAll(found.aliases());
        }
        names.forEach(name -> validation().forget(AliasWalk.nameOf(name), Type.TLSA));
        return tlsa(owner);
    }

    private static TlsaRecord tlsaRecord(TLSARecord r) {
        return new TlsaRecord(
                r.getCertificateUsage(), r.getSelector(), r.getMatchingType(), r.getCertificateAssociationData());
    }

    private static MxRecord mxRecord(MXRecord r) {
        return new MxRecord(r.getPriority(), WireName.read(r.getTarget()).orElse(null), WireName.text(r.getTarget()));
    }

    /// Forgets every answer.
    public void clearCache() {
        verdicts.invalidateAll();
        validation().clear();
    }

    /// How each server has responded so far, in the order of priority.
    public List<ServerHealth> health() {
        return validation().health();
    }

    /// Queries the root's keys bypassing every cache, server after server, until an answer is accepted; the answers
    /// are not validated.
    ///
    /// @throws IOException when no server could be reached
    public <T> Optional<T> rootKeys(Function<Message, Optional<T>> accept) throws IOException {
        return validation().rootKeys(accept);
    }

    private Validation validation() {
        DnsSettings wanted = settings.get();
        String wantedAnchors = anchors.get();
        Validation current = validation;
        if (current != null && current.isOf(wanted, wantedAnchors)) {
            return current;
        }
        rebuild.lock();
        try {
            current = validation;
            if (current == null || !current.isOf(wanted, wantedAnchors)) {
                current = Validation.of(wanted, wantedAnchors, hints, system, clock, log);
                validation = current;
                verdicts.invalidateAll();
                inFlight.clear();
            }
            return current;
        } finally {
            rebuild.unlock();
        }
    }

    @SuppressWarnings("unchecked")
    private <R extends Record, T> Answer<T> lookup(
            DomainName name, RecordType type, Class<R> recordType, RecordReader<R, T> reader) {
        Validation chain = validation();
        Question question = new Question(name, type);
        Entry known = verdicts.getIfPresent(question);
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.until())) {
            return (Answer<T>) cached(known.answer(), Duration.between(now, known.until()));
        }
        CompletableFuture<Answer<?>> mine = new CompletableFuture<>();
        CompletableFuture<Answer<?>> running = inFlight.putIfAbsent(question, mine);
        if (running != null) {
            return (Answer<T>) running.join();
        }
        try {
            DnsWords words = new DnsWords(name.ascii(), type.name());
            log.line(false, words.question());
            log.line(false, words.passedOn());
            LookupTrace trace = new LookupTrace(Validation.VIRTUAL);
            AliasWalk.Chain validating = (asked, code) -> chain.ask(asked, code, trace);
            Answer<T> validated = new AliasWalk<>(validating, clock, log, question, recordType, reader).walk();
            Answer<T> answer = withWhatWasSaid(validated, chain, trace, recordType, reader);
            // An answer of servers or anchors that are no longer in force is not kept.
            if (validation == chain) {
                keep(question, answer);
            }
            mine.complete(answer);
            return answer;
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            inFlight.remove(question, mine);
        }
    }

    /// Adds the unvalidated answer to a bogus answer when the resolvers drop DNSSEC data, and also when the lookup
    /// failed because they do not know DNSSEC records or never answer questions for them.
    ///
    /// @param trace what the lookup saw
    private <R extends Record, T> Answer<T> withWhatWasSaid(
            Answer<T> answer, Validation chain, LookupTrace trace, Class<R> recordType, RecordReader<R, T> reader) {
        boolean perhaps = switch (answer) {
            case Answer.Bogus<T> b -> true;
            case Answer.Failed<T> f ->
                f.failure() == Answer.Failure.SERVFAIL
                        || f.failure() == Answer.Failure.REFUSED
                        || f.failure() == Answer.Failure.MALFORMED
                        || trace.lostFirstStep(
                                AliasWalk.nameOf(answer.question().name()));
            case Answer.Found<T> f -> false;
            case Answer.Denied<T> d -> false;
        };
        String dropped = perhaps ? chain.dropped(answer.question().name(), trace) : null;
        if (dropped == null) {
            return answer;
        }
        AliasWalk.Chain unproven = (name, type) -> chain.unproven(name, type, "not validated: " + dropped);
        Answer<T> said = new AliasWalk<>(unproven, clock, QueryLog.NONE, answer.question(), recordType, reader).walk();
        if (!(said instanceof Answer.Found<T>) && !(said instanceof Answer.Denied<T>)) {
            return answer;
        }
        Provenance p = answer.provenance();
        Provenance why = new Provenance(
                dropped + ": " + p.reason(), p.resolver(), p.ttl(), p.signer(), p.algorithm(), p.elapsed(), false);
        return new Answer.Bogus<>(answer.question(), said, why);
    }

    private void keep(Question question, Answer<?> answer) {
        verdicts.put(
                question,
                new Entry(answer, clock.instant().plus(answer.provenance().ttl())));
    }

    private static Answer<?> cached(Answer<?> answer, Duration left) {
        Provenance p = answer.provenance();
        Provenance now = new Provenance(p.reason(), p.resolver(), left, p.signer(), p.algorithm(), Duration.ZERO, true);
        return switch (answer) {
            case Answer.Found<?> f -> found(f, now);
            case Answer.Denied<?> d -> new Answer.Denied<>(d.question(), d.secure(), d.nameExists(), now);
            case Answer.Bogus<?> b -> bogus(b, now);
            case Answer.Failed<?> f -> new Answer.Failed<>(f.question(), f.failure(), now);
        };
    }

    private static <T> Answer<T> bogus(Answer.Bogus<T> b, Provenance now) {
        return new Answer.Bogus<>(b.question(), b.unproven(), now);
    }

    private static <T> Answer<T> found(Answer.Found<T> f, Provenance now) {
        return new Answer.Found<>(f.question(), f.secure(), f.records(), f.aliases(), now);
    }

    /// Reads a record's value.
    @FunctionalInterface
    interface RecordReader<R extends Record, T> {
        T read(R record);
    }
}
