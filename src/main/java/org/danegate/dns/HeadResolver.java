package org.danegate.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

/// The resolver that the validator queries: a cache of raw answers on top of the failover, with one query in progress
/// for each question. It records in each lookup's [LookupTrace] what was answered and what was lost, so that a failed
/// lookup can be distinguished from a bogus one.
final class HeadResolver implements Resolver {

    private static final int MOST_ENTRIES = 50_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    /// Seconds that a denial without an SOA record is kept. It gives no TTL and should not be cached (RFC 2308
    /// section 5), but the question should not be repeated for every message either.
    private static final long BARE_LIFE = 5;

    /// A question.
    record Key(Name name, int type) {

        String text() {
            return name.toString(true) + " " + Type.string(type);
        }
    }

    /// An answer.
    ///
    /// @param lost the loss that it means instead; null when the answer can be used
    record Entry(
            Message message,
            String server,
            Instant until,
            @Nullable Lost lost) {}

    /// A question that brought no usable answer.
    record Lost(Failure failure, String text) {}

    /// The source of the answers: all servers by priority, or only one.
    @FunctionalInterface
    interface Source {
        Servers.Reply ask(Message query) throws IOException;
    }

    private final Source source;
    private final InstantSource clock;
    private final Cache<Key, Entry> cache = Caffeine.newBuilder()
            .maximumSize(MOST_ENTRIES)
            .executor(Runnable::run)
            .build();
    private final Map<Key, CompletableFuture<Entry>> inFlight = new ConcurrentHashMap<>();
    private final UnusableKeys unusable = new UnusableKeys();

    HeadResolver(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /// @param executor the executor of the lookup; receives the outcome of the question when it is a [LookupTrace]
    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        Record question = query.getQuestion();
        Key key = new Key(question.getName(), question.getType());
        Entry entry = cache.getIfPresent(key);
        if (entry != null && clock.instant().isBefore(entry.until())) {
            return CompletableFuture.completedFuture(told(executor, key, entry, query));
        }
        CompletableFuture<Entry> mine = new CompletableFuture<>();
        CompletableFuture<Entry> running = inFlight.putIfAbsent(key, mine);
        if (running == null) {
            executor.execute(() -> complete(key, query, mine));
            running = mine;
        }
        return running.whenComplete((answer, failure) -> {
                    if (failure instanceof IOException e && executor instanceof LookupTrace trace) {
                        trace.lost(key, lost(key, e));
                    }
                })
                .thenApply(answer -> told(executor, key, answer, query));
    }

    private Message told(Executor executor, Key key, Entry entry, Message query) {
        if (executor instanceof LookupTrace trace) {
            trace.answered(key, entry);
        }
        return copyFor(query, entry.message());
    }

    private void complete(Key key, Message query, CompletableFuture<Entry> future) {
        try {
            Servers.Reply given = source.ask(query);
            Message relevant = RelevantRecords.of(query, SoundRecords.of(given.message(), clock.instant()));
            ProofsInAnswer.of(relevant, key.name(), key.type()).prune();
            Entry entry = remembered(key, new Servers.Reply(withSubject(key, relevant), given.server()));
            inFlight.remove(key);
            future.complete(entry);
        } catch (IOException e) {
            inFlight.remove(key);
            future.completeExceptionally(e);
        } catch (RuntimeException e) {
            inFlight.remove(key);
            future.completeExceptionally(new CompletionException(e));
        }
    }

    private static Lost lost(Key key, IOException e) {
        Failure failure = switch (e) {
            case NoAnswer none -> none.failure();
            case WireParseException malformed -> Failure.MALFORMED;
            default -> Failure.NO_SERVER;
        };
        return new Lost(failure, "asking " + key.text() + " failed: " + e.getMessage());
    }

    private Entry remembered(Key key, Servers.Reply reply) {
        if (key.type() == Type.DNSKEY) {
            unusable.learn(key.name(), reply.message());
        }
        Instant now = clock.instant();
        int rcode = reply.message().getRcode();
        if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
            Entry entry = new Entry(reply.message(), reply.server(), now.plus(ttl(reply.message())), null);
            cache.put(key, entry);
            return entry;
        }
        Failure failure = rcode == Rcode.REFUSED
                ? Failure.REFUSED
                : rcode == Rcode.FORMERR ? Failure.MALFORMED : Failure.SERVFAIL;
        String text = reply.server() + " answered " + Rcode.string(rcode) + " for " + key.text();
        return new Entry(reply.message(), reply.server(), now, new Lost(failure, text));
    }

    /// Forgets what was answered for a name and the zones above it, so that the next lookup queries again.
    void forget(Name name) {
        cache.asMap()
                .keySet()
                .removeIf(k -> name.subdomain(k.name()) || k.name().subdomain(name));
    }

    /// Forgets what was answered to one question.
    void forget(Name name, int type) {
        cache.invalidate(new Key(name, type));
    }

    void clear() {
        cache.invalidateAll();
        unusable.clear();
    }

    /// True when a key that may not sign was found to have signed something in an answer that was handed out.
    boolean signedByUnusable(Message answer) {
        return unusable.signed(answer);
    }

    /// A denial without any record: the SOA record that should be there is put in, unsigned, so that the
    /// validator has something to judge. It determines whether the name is in a signed zone, where such a denial
    /// is bogus, or below a proven unsigned one, where no more can be required. The validator handles keys and DS
    /// records itself.
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
        // An empty answer to a question for keys gives no TTL, so it is not kept.
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
        return Duration.ofMinutes(3);
    }
}
