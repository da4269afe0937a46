package org.danegate.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
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
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Validated lookups with a cache of verdicts: an answer lives as long as its TTL and its signatures, BOGUS for 30 s, a
/// failure for 5 s (D-12, D-13). Equal simultaneous lookups are made once.
public final class ValidatingLookup implements DnsLookup {

    /// How long to wait for the other servers when the TLSA records of one do not match.
    private static final Duration OTHERS = Duration.ofSeconds(10);

    private final Supplier<DnsSettings> settings;
    private final Supplier<String> anchors;
    private final RootHints hints;
    private final SystemResolvers system;
    private final InstantSource clock;
    private final QueryLog log;
    private final LookupCounts counts = new LookupCounts();
    private final VerdictCache verdicts;
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
        this.log = new CountedQueries(log, counts);
        this.verdicts = new VerdictCache(clock, counts);
    }

    @Override
    public Answer<MxRecord> mx(DomainName domain) {
        return lookup(domain, RecordReader.MX);
    }

    @Override
    public Answer<InetAddress> a(DomainName host) {
        return lookup(host, RecordReader.A);
    }

    @Override
    public Answer<InetAddress> aaaa(DomainName host) {
        return lookup(host, RecordReader.AAAA);
    }

    @Override
    public Answer<DomainName> cname(DomainName host) {
        return lookup(host, RecordReader.CNAME);
    }

    @Override
    public Answer<TlsaRecord> tlsa(DomainName owner) {
        return lookup(owner, RecordReader.TLSA);
    }

    @Override
    public List<Answer<TlsaRecord>> tlsaOfOthers(DomainName owner, @Nullable String but) {
        Question question = new Question(owner, RecordType.TLSA);
        List<CompletableFuture<Optional<Answer<TlsaRecord>>>> asked = validation().alone(owner, but).stream()
                .map(chain -> tlsaBy(chain, question))
                .toList();
        return asked.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
    }

    private CompletableFuture<Optional<Answer<TlsaRecord>>> tlsaBy(AliasWalk.Chain chain, Question question) {
        return CompletableFuture.supplyAsync(
                        () -> Optional.of(
                                new AliasWalk<>(chain, clock, QueryLog.NONE, question, RecordReader.TLSA).walk()),
                        Validation.VIRTUAL)
                .completeOnTimeout(Optional.empty(), OTHERS.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Answer<TlsaRecord> freshTlsa(DomainName owner) {
        forget(owner, RecordType.TLSA, Type.TLSA);
        return tlsa(owner);
    }

    @Override
    public Answer<String> freshTxt(DomainName owner) {
        forget(owner, RecordType.TXT, Type.TXT);
        return lookup(owner, RecordReader.TXT);
    }

    private void forget(DomainName owner, RecordType type, int code) {
        Answer<?> known = verdicts.remove(new Question(owner, type));
        List<DomainName> names = new ArrayList<>(List.of(owner));
        if (known instanceof Answer.Found<?> found) {
            names.addAll(found.aliases());
        }
        names.forEach(name -> validation().forget(AliasWalk.nameOf(name), code));
    }

    /// Forgets every answer.
    public void clearCache() {
        verdicts.clear();
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
        return rebuilt(wanted, wantedAnchors);
    }

    private Validation rebuilt(DnsSettings wanted, String wantedAnchors) {
        rebuild.lock();
        try {
            Validation current = validation;
            if (current == null || !current.isOf(wanted, wantedAnchors)) {
                current = Validation.of(wanted, wantedAnchors, hints, system, clock, log);
                validation = current;
                verdicts.clear();
                inFlight.clear();
            }
            return current;
        } finally {
            rebuild.unlock();
        }
    }

    /// What was counted since the start, over all settings.
    public LookupCounts counts() {
        return counts;
    }

    private <R extends Record, T> Answer<T> lookup(DomainName name, RecordReader<R, T> reader) {
        Answer<T> answer = answer(name, reader);
        counts.ended(answer.status());
        return answer;
    }

    @SuppressWarnings("unchecked")
    private <R extends Record, T> Answer<T> answer(DomainName name, RecordReader<R, T> reader) {
        Validation chain = validation();
        Question question = new Question(name, reader.type());
        Answer<?> known = verdicts.get(question);
        if (known != null) {
            return (Answer<T>) known;
        }
        CompletableFuture<Answer<?>> mine = new CompletableFuture<>();
        CompletableFuture<Answer<?>> running = inFlight.putIfAbsent(question, mine);
        return running != null ? (Answer<T>) running.join() : complete(mine, chain, question, reader);
    }

    private <R extends Record, T> Answer<T> complete(
            CompletableFuture<Answer<?>> mine, Validation chain, Question question, RecordReader<R, T> reader) {
        try {
            Answer<T> answer = ask(chain, question, reader);
            // An answer of servers or anchors that are no longer in force is not kept.
            if (validation == chain) {
                verdicts.keep(question, answer);
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

    private <R extends Record, T> Answer<T> ask(Validation chain, Question question, RecordReader<R, T> reader) {
        DnsWords words = new DnsWords(question.name().ascii(), question.type().name());
        log.line(false, words.question());
        log.line(false, words.passedOn());
        LookupTrace trace = new LookupTrace(Validation.VIRTUAL);
        AliasWalk.Chain validating = (asked, code) -> chain.ask(asked, code, trace);
        Answer<T> validated = new AliasWalk<>(validating, clock, log, question, reader).walk();
        return new UnvalidatedAnswer(chain, clock).addTo(validated, trace, reader);
    }
}
