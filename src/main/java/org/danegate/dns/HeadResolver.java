package org.danegate.dns;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.danegate.dns.answer.Answer.Failure;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/// What the validator asks: a cache of raw answers over the failover, one query in flight for each question. It also
/// remembers failed sub-queries, so that a lookup that could not be made is told apart from one that is bogus.
final class HeadResolver implements Resolver {

    private static final int MOST_ENTRIES = 50_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    /// Seconds that a denial without an SOA record holds: it does not say, and should not be kept (RFC 2308
    /// section 5), but neither should every message ask again.
    private static final long BARE_LIFE = 5;

    /// Labels of a top level domain with the root's.
    private static final int TOP_LEVEL = 2;

    private record Key(Name name, int type) {}

    private record Entry(Message message, String server, Instant until) {}

    /// A sub-query that brought nothing usable.
    record Lost(Failure failure, String text, Instant at) {}

    /// Where the answers come from: all servers by priority, or one alone.
    @FunctionalInterface
    interface Source {
        Servers.Reply ask(Message query) throws IOException;
    }

    private final Source source;
    private final InstantSource clock;
    private final Map<Key, Entry> cache = new ConcurrentHashMap<>();
    private final Map<Key, CompletableFuture<Message>> inFlight = new ConcurrentHashMap<>();
    private final Map<Key, Lost> lost = new ConcurrentHashMap<>();
    private final Map<Key, String> answeredBy = new ConcurrentHashMap<>();
    private final UnusableKeys unusable = new UnusableKeys();

    HeadResolver(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        Record question = query.getQuestion();
        Key key = new Key(question.getName(), question.getType());
        Entry entry = cache.get(key);
        if (entry != null && clock.instant().isBefore(entry.until())) {
            return CompletableFuture.completedFuture(copyFor(query, entry.message()));
        }
        CompletableFuture<Message> mine = new CompletableFuture<>();
        CompletableFuture<Message> running = inFlight.putIfAbsent(key, mine);
        if (running == null) {
            executor.execute(() -> complete(key, query, mine));
            running = mine;
        }
        return running.thenApply(message -> copyFor(query, message));
    }

    private void complete(Key key, Message query, CompletableFuture<Message> future) {
        try {
            Servers.Reply given = source.ask(query);
            Message relevant = RelevantRecords.of(query, SoundRecords.of(given.message(), clock.instant()));
            ProofsInAnswer.of(relevant, key.name(), key.type()).prune();
            Servers.Reply reply = new Servers.Reply(withSubject(key, relevant), given.server());
            remember(key, reply);
            inFlight.remove(key);
            future.complete(reply.message());
        } catch (IOException e) {
            lost.put(key, lost(key, e));
            inFlight.remove(key);
            future.completeExceptionally(e);
        } catch (RuntimeException e) {
            inFlight.remove(key);
            future.completeExceptionally(new CompletionException(e));
        }
    }

    private Lost lost(Key key, IOException e) {
        Failure failure = switch (e) {
            case NoAnswer none -> none.failure();
            case WireParseException malformed -> Failure.MALFORMED;
            default -> Failure.NO_SERVER;
        };
        String question = key.name().toString(true) + " " + Type.string(key.type());
        return new Lost(failure, "asking " + question + " failed: " + e.getMessage(), clock.instant());
    }

    private void remember(Key key, Servers.Reply reply) {
        if (cache.size() > MOST_ENTRIES || lost.size() > MOST_ENTRIES || answeredBy.size() > MOST_ENTRIES) {
            clear();
        }
        answeredBy.put(key, reply.server());
        if (key.type() == Type.DNSKEY) {
            unusable.learn(key.name(), reply.message());
        }
        int rcode = reply.message().getRcode();
        if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
            lost.remove(key);
            cache.put(
                    key,
                    new Entry(reply.message(), reply.server(), clock.instant().plus(ttl(reply.message()))));
            return;
        }
        Failure failure = rcode == Rcode.REFUSED
                ? Failure.REFUSED
                : rcode == Rcode.FORMERR ? Failure.MALFORMED : Failure.SERVFAIL;
        String text = reply.server() + " answered " + Rcode.string(rcode) + " for "
                + key.name().toString(true) + " " + Type.string(key.type());
        lost.put(key, new Lost(failure, text, clock.instant()));
    }

    /// A failed sub-query since `start` that a lookup of `name` may have needed: of the name or a zone above it.
    @Nullable
    Lost lostSince(Instant start, Name name) {
        return lost.entrySet().stream()
                .filter(e -> !e.getValue().at().isBefore(start)
                        && name.subdomain(e.getKey().name())
                        && (e.getKey().name().equals(name)
                                || e.getKey().type() == Type.DS
                                || e.getKey().type() == Type.DNSKEY))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /// Whether a question failed since `start` that every validation of a name begins with: for the root's keys, or
    /// for the DS records or keys of its top level domain.
    boolean lostFirstStepSince(Instant start, Name name) {
        return lost.entrySet().stream()
                .anyMatch(e -> !e.getValue().at().isBefore(start)
                        && (e.getKey().type() == Type.DS || e.getKey().type() == Type.DNSKEY)
                        && e.getKey().name().labels() <= TOP_LEVEL
                        && name.subdomain(e.getKey().name()));
    }

    /// Who answered last for a question.
    @Nullable
    String answeredBy(Name name, int type) {
        return answeredBy.get(new Key(name, type));
    }

    /// Forgets what was answered for a name and the zones above it, so that the next lookup asks afresh.
    void forget(Name name) {
        cache.keySet().removeIf(k -> name.subdomain(k.name()) || k.name().subdomain(name));
    }

    /// What the validator saw of the answer to a question; null when it is not known any more.
    @Nullable
    Message known(Name name, int type) {
        Entry entry = cache.get(new Key(name, type));
        return entry == null ? null : entry.message();
    }

    /// Forgets what was answered to one question.
    void forget(Name name, int type) {
        cache.remove(new Key(name, type));
    }

    /// How long what was answered to a question may still be used; zero when it is not known any more.
    Duration lifeLeft(Name name, int type) {
        Entry entry = cache.get(new Key(name, type));
        Duration left = entry == null ? Duration.ZERO : Duration.between(clock.instant(), entry.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    void clear() {
        cache.clear();
        lost.clear();
        answeredBy.clear();
        unusable.clear();
    }

    /// True when a key that may not sign was found to have signed something in an answer that was handed out.
    boolean signedByUnusable(Message answer) {
        return unusable.signed(answer);
    }

    /// A denial without any record: the SOA record that should be there is put in, unsigned, so that the
    /// validator has something to judge. It finds out whether the name is in a signed zone, where such a denial
    /// is bogus, or below a proven unsigned one, where nothing more can be asked for. Keys and DS records are
    /// the validator's own affair.
    private static Message withSubject(Key key, Message answer) {
        boolean denial = answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN;
        boolean empty = answer.getSection(Section.ANSWER).isEmpty()
                && answer.getSection(Section.AUTHORITY).isEmpty();
        if (denial && empty && key.type() != Type.DS && key.type() != Type.DNSKEY) {
            SOARecord stand = new SOARecord(
                    key.name(),
                    DClass.IN,
                    BARE_LIFE,
                    Name.root,
                    Name.root,
                    0,
                    BARE_LIFE,
                    BARE_LIFE,
                    BARE_LIFE,
                    BARE_LIFE);
            answer.addRecord(stand, Section.AUTHORITY);
        }
        return answer;
    }

    private Message copyFor(Message query, Message answer) {
        Message copy = answer.clone();
        copy.getHeader().setID(query.getHeader().getID());
        unusable.removeFrom(copy);
        return copy;
    }

    private static Duration ttl(Message message) {
        // An empty answer, to a question for keys, says nothing of how long it holds, so it is not kept.
        boolean empty = message.getSection(Section.ANSWER).isEmpty()
                && message.getSection(Section.AUTHORITY).isEmpty();
        long least = empty ? 0 : LONGEST.toSeconds();
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : message.getSection(section)) {
                least = Math.min(least, record.getTTL());
            }
        }
        return Duration.ofSeconds(Math.max(0, least));
    }

    @Override
    public void setPort(int port) {
        throw new UnsupportedOperationException("ports belong to the servers");
    }

    @Override
    public void setTCP(boolean flag) {
        throw new UnsupportedOperationException("TCP is used when an answer is truncated");
    }

    @Override
    public void setIgnoreTruncation(boolean flag) {
        // The validator sets this on its head when made; truncation leads to TCP at the servers in any case.
    }

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        // The validator sets EDNS on its head; the servers have their own fixed size (RFC 9715).
    }

    @Override
    public void setTSIGKey(TSIG key) {
        throw new UnsupportedOperationException("TSIG is not used");
    }

    @Override
    public void setTimeout(Duration timeout) {
        throw new UnsupportedOperationException("timeouts belong to the servers");
    }

    @Override
    public Duration getTimeout() {
        return Duration.ofSeconds(180);
    }
}
