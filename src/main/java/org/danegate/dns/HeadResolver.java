package org.danegate.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/// The resolver that the validator queries: a cache of raw answers on top of the failover, with one query in progress
/// for each question. It records in each lookup's [LookupTrace] what was answered and what was lost, so that a failed
/// lookup can be distinguished from a bogus one.
final class HeadResolver implements Resolver {

    /// Enough for keys and DS records, from which other answers are validated. The answer to a lookup itself is
    /// kept as a verdict as well, which needs less memory.
    private static final int MOST_ENTRIES = 10_000;

    /// The source of the answers: all servers by priority, or only one.
    @FunctionalInterface
    interface Source {
        Servers.Reply ask(Message query) throws IOException;
    }

    private final Source source;
    private final InstantSource clock;
    private final Cache<RawQuestion, RawAnswer> cache = Caffeine.newBuilder()
            .maximumSize(MOST_ENTRIES)
            .executor(Runnable::run)
            .build();
    private final Map<RawQuestion, CompletableFuture<RawAnswer>> inFlight = new ConcurrentHashMap<>();
    private final UnusableKeys unusable = new UnusableKeys();

    HeadResolver(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /// @param executor the executor of the lookup; receives the outcome of the question when it is a [LookupTrace]
    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        Record question = query.getQuestion();
        RawQuestion key = new RawQuestion(question.getName(), question.getType());
        RawAnswer entry = cache.getIfPresent(key);
        if (entry != null && clock.instant().isBefore(entry.until())) {
            return CompletableFuture.completedFuture(told(executor, key, entry, query));
        }
        return asked(key, query, executor)
                .whenComplete((answer, failure) -> {
                    if (failure instanceof IOException e && executor instanceof LookupTrace trace) {
                        trace.lost(key, Lost.of(key, e));
                    }
                })
                .thenApply(answer -> told(executor, key, answer, query));
    }

    /// The answer to come of a query in progress, which is begun unless there is one.
    private CompletableFuture<RawAnswer> asked(RawQuestion key, Message query, Executor executor) {
        CompletableFuture<RawAnswer> mine = new CompletableFuture<>();
        CompletableFuture<RawAnswer> running = inFlight.putIfAbsent(key, mine);
        if (running != null) {
            return running;
        }
        executor.execute(() -> complete(key, query, mine));
        return mine;
    }

    private Message told(Executor executor, RawQuestion key, RawAnswer entry, Message query) {
        if (executor instanceof LookupTrace trace) {
            trace.answered(key, entry);
        }
        return copyFor(query, entry.message());
    }

    private void complete(RawQuestion key, Message query, CompletableFuture<RawAnswer> future) {
        try {
            Servers.Reply given = source.ask(query);
            Message relevant = RelevantRecords.of(query, SoundRecords.of(given.message(), clock.instant()));
            ProofsInAnswer.of(relevant, key.name(), key.type()).prune();
            BareDenial.complete(key, relevant);
            RawAnswer entry = remembered(key, new Servers.Reply(relevant, given.server()));
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

    private RawAnswer remembered(RawQuestion question, Servers.Reply reply) {
        if (question.type() == Type.DNSKEY) {
            unusable.learn(question.name(), reply.message());
        }
        RawAnswer answer = RawAnswer.of(question, reply, clock.instant());
        if (answer.lost() == null) {
            cache.put(question, answer);
        }
        return answer;
    }

    /// Forgets what was answered for a name and the zones above it, so that the next lookup queries again.
    void forget(Name name) {
        cache.asMap()
                .keySet()
                .removeIf(k -> name.subdomain(k.name()) || k.name().subdomain(name));
    }

    /// Forgets what was answered to one question.
    void forget(Name name, int type) {
        cache.invalidate(new RawQuestion(name, type));
    }

    /// The answer to a question, if it is kept; it is not validated here.
    @Nullable
    Message known(Name name, int type) {
        RawAnswer entry = cache.getIfPresent(new RawQuestion(name, type));
        return entry == null ? null : entry.message();
    }

    void clear() {
        cache.invalidateAll();
        unusable.clear();
    }

    /// True when a key that may not sign was found to have signed something in an answer that was handed out.
    boolean signedByUnusable(Message answer) {
        return unusable.signed(answer);
    }

    private Message copyFor(Message query, Message answer) {
        Message copy = answer.clone();
        copy.getHeader().setID(query.getHeader().getID());
        unusable.removeFrom(copy);
        // The validator does not know NXNAME: it refuses NXDOMAIN with a single NSEC3, and takes it with NOERROR.
        if (copy.getRcode() == Rcode.NXDOMAIN
                && CompactDenial.deniesName(copy, query.getQuestion().getName())) {
            copy.getHeader().setRcode(Rcode.NOERROR);
        }
        return copy;
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
