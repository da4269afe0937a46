package org.danegate.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.danegate.dns.answer.ExtendedError;
import org.danegate.dns.answer.Response;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// The record of one lookup: the answer to each question of its validation, who gave it, and what was lost. The
/// validator passes its executor on to the resolver that it queries, so the executor of a lookup serves as its trace.
/// Questions of another lookup at the same time never appear in it.
final class LookupTrace implements Executor {

    /// The number of labels of a top-level domain, including the root's.
    private static final int TOP_LEVEL = 2;

    private final Executor threads;
    private final Map<RawQuestion, RawAnswer> answers = new ConcurrentHashMap<>();
    private final Map<RawQuestion, Lost> lost = new ConcurrentHashMap<>();
    private final Set<ExtendedError> own = ConcurrentHashMap.newKeySet();
    private volatile boolean onlySha1;

    LookupTrace(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable step) {
        threads.execute(step);
    }

    /// A question was answered, from the cache or by a server.
    void answered(RawQuestion key, RawAnswer entry) {
        answers.put(key, entry);
        Lost instead = entry.lost();
        if (instead == null) {
            lost.remove(key);
        } else {
            lost.put(key, instead);
        }
    }

    /// A question brought no answer.
    void lost(RawQuestion key, Lost what) {
        lost.put(key, what);
    }

    /// A failed question that the lookup of a name may have needed: of the name or a zone above it.
    @Nullable
    Lost lost(Name name) {
        return lost.entrySet().stream()
                .filter(e ->
                        name.subdomain(e.getKey().name()) && (e.getKey().name().equals(name) || isStep(e.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /// Whether a question failed with which every validation of a name begins: for the root's keys, or for the DS
    /// records or keys of its top-level domain.
    boolean lostFirstStep(Name name) {
        return lost.keySet().stream()
                .anyMatch(k -> isStep(k) && k.name().labels() <= TOP_LEVEL && name.subdomain(k.name()));
    }

    private static boolean isStep(RawQuestion key) {
        return key.type() == Type.DS || key.type() == Type.DNSKEY;
    }

    /// Who answered a question; null when nobody did.
    @Nullable
    String answeredBy(Name name, int type) {
        RawAnswer entry = answers.get(new RawQuestion(name, type));
        return entry == null ? null : entry.server();
    }

    /// The answer to a question as the validator saw it; null when there was no usable one.
    @Nullable
    Message known(Name name, int type) {
        RawAnswer entry = answers.get(new RawQuestion(name, type));
        return entry == null || entry.lost() != null ? null : entry.message();
    }

    /// Our own validation found why an answer is not secure.
    void found(int code, RawQuestion about) {
        own.add(ExtendedError.own(code, about.text()));
    }

    /// A zone is not validated because its DS records are of unsupported kinds.
    ///
    /// @param sha1 true when it could be validated if SHA-1 were supported
    void unsupported(boolean sha1) {
        onlySha1 |= sha1;
    }

    /// The answers of this lookup, and for questions that it did not need, what is known otherwise.
    Signing.Known orKnown(Signing.Known otherwise) {
        return (name, type) -> {
            Message own = known(name, type);
            return own == null ? otherwise.answer(name, type) : own;
        };
    }

    /// What came with the answers besides records: our own findings first, then what servers said about the
    /// question itself, then about keys and zones above it.
    ///
    /// @param secure true when nothing is left to explain by our own findings
    Response response(Name name, int type, boolean secure) {
        RawQuestion asked = new RawQuestion(name, type);
        RawAnswer last = answers.get(asked);
        List<ExtendedError> errors = new ArrayList<>(secure ? Set.of() : own);
        answers.entrySet().stream()
                .sorted(Comparator.comparing(entry -> !entry.getKey().equals(asked)))
                .forEach(entry -> errors.addAll(SaidByServers.in(
                        entry.getValue().message(),
                        entry.getKey(),
                        entry.getValue().server())));
        return last == null
                ? new Response("", false, errors, !secure && onlySha1)
                : new Response(
                        Rcode.string(last.message().getRcode()),
                        last.message().getHeader().getFlag(Flags.AD),
                        errors,
                        !secure && onlySha1);
    }

    /// How long the answer to a question may still be used; zero when there was none.
    Duration lifeLeft(Name name, int type, Instant now) {
        RawAnswer entry = answers.get(new RawQuestion(name, type));
        Duration left = entry == null ? Duration.ZERO : Duration.between(now, entry.until());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
