package org.danegate.practice;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The rehearsed failures of one practice resolver, which may be changed while it runs. A failure applies to a name and
/// a type; the type `ANY` means all types.
public final class ResolverFaults {
    /// What a resolver does instead of answering, or before it answers.
    sealed interface Fault {
        record Code(int rcode) implements Fault {}

        record Drop() implements Fault {}

        record Garbage() implements Fault {}

        record Delay(Duration time) implements Fault {}

        record Claim(int rcode) implements Fault {}
    }

    private record Place(String name, String type) {}

    /// An extended error (RFC 8914 section 2).
    ///
    /// @param code 0 to 65535
    /// @param text for people, may be empty
    record Explanation(int code, String text) {}

    private final Map<Place, Fault> faults = new ConcurrentHashMap<>();
    private final Map<Place, List<Explanation>> explanations = new ConcurrentHashMap<>();
    private volatile boolean stripSignatures;
    private volatile boolean withoutEdns;
    private volatile boolean silent;
    private volatile boolean truncateUdp;
    private volatile boolean formerrToEdns;
    private volatile boolean stale;
    private final Map<String, byte[]> old = new ConcurrentHashMap<>();
    private volatile int loseEvery;
    private final AtomicInteger datagrams = new AtomicInteger();
    private volatile Duration delay = Duration.ZERO;

    /// Answers SERVFAIL.
    public ResolverFaults servfail(String name, String type) {
        return put(name, type, new Fault.Code(org.xbill.DNS.Rcode.SERVFAIL));
    }

    /// Answers REFUSED.
    public ResolverFaults refuse(String name, String type) {
        return put(name, type, new Fault.Code(org.xbill.DNS.Rcode.REFUSED));
    }

    /// Answers FORMERR.
    public ResolverFaults formerr(String name, String type) {
        return put(name, type, new Fault.Code(org.xbill.DNS.Rcode.FORMERR));
    }

    /// Gives the records of the answer under this response code, which is not signed: anybody may change it.
    public ResolverFaults claim(String name, String type, int rcode) {
        return put(name, type, new Fault.Claim(rcode));
    }

    /// Adds an extended error to each reply, true or not (RFC 8914); a further one is added to the first.
    ///
    /// @param code 0 to 65535
    /// @param text for people, may be empty
    public ResolverFaults explain(String name, String type, int code, String text) {
        explanations.merge(
                place(name, type),
                List.of(new Explanation(code, text)),
                (old, more) -> Stream.concat(old.stream(), more.stream()).toList());
        return this;
    }

    /// Never answers: the client runs into its timeout.
    public ResolverFaults drop(String name, String type) {
        return put(name, type, new Fault.Drop());
    }

    /// Answers with the right message id and bytes that are no DNS message.
    public ResolverFaults garbage(String name, String type) {
        return put(name, type, new Fault.Garbage());
    }

    /// Answers correctly, but late.
    public ResolverFaults delay(String name, String type, Duration time) {
        return put(name, type, new Fault.Delay(time));
    }

    /// Delays every answer.
    public ResolverFaults delayAll(Duration time) {
        delay = time;
        return this;
    }

    /// Behaves like a resolver without DNSSEC: no RRSIG, NSEC or NSEC3 in any answer.
    public ResolverFaults stripSignatures(boolean on) {
        stripSignatures = on;
        return this;
    }

    /// Leaves the OPT record out of every answer, and so disables DNSSEC.
    public ResolverFaults withoutEdns(boolean on) {
        withoutEdns = on;
        return this;
    }

    /// Answers no query at all.
    public ResolverFaults silent(boolean on) {
        silent = on;
        return this;
    }

    /// Sends every UDP answer empty and truncated, so that the client has to use TCP.
    public ResolverFaults truncateUdp(boolean on) {
        truncateUdp = on;
        return this;
    }

    /// Loses every n-th UDP query, like a bad line.
    ///
    /// @param every 2 or more; 0 loses none
    public ResolverFaults loseEvery(int every) {
        loseEvery = every;
        return this;
    }

    /// Answers FORMERR to every query with an OPT record, like servers older than EDNS (RFC 6891 7).
    public ResolverFaults formerrToEdns(boolean on) {
        formerrToEdns = on;
        return this;
    }

    /// From now on, repeats its first answer to each query, like a cache that is not refreshed.
    public ResolverFaults stale(boolean on) {
        stale = on;
        old.clear();
        return this;
    }

    /// Removes everything set here.
    public ResolverFaults heal() {
        faults.clear();
        explanations.clear();
        delay = Duration.ZERO;
        return stripSignatures(false)
                .withoutEdns(false)
                .silent(false)
                .truncateUdp(false)
                .loseEvery(0)
                .formerrToEdns(false)
                .stale(false);
    }

    /// Removes what was set for one name and type.
    public ResolverFaults heal(String name, String type) {
        faults.remove(place(name, type));
        explanations.remove(place(name, type));
        return this;
    }

    List<Explanation> explanationsAt(String name, String type) {
        List<Explanation> exact = explanations.get(place(name, type));
        return exact == null ? explanations.getOrDefault(place(name, "ANY"), List.of()) : exact;
    }

    Optional<Fault> at(String name, String type) {
        Fault exact = faults.get(place(name, type));
        return Optional.ofNullable(exact == null ? faults.get(place(name, "ANY")) : exact);
    }

    boolean stripsSignatures() {
        return stripSignatures;
    }

    boolean lacksEdns() {
        return withoutEdns;
    }

    boolean isSilent() {
        return silent;
    }

    boolean truncatesUdp() {
        return truncateUdp;
    }

    boolean refusesEdns() {
        return formerrToEdns;
    }

    /// A copy of the answer to give: today's or an earlier one.
    byte[] orStale(String question, Supplier<byte[]> today) {
        return stale ? old.computeIfAbsent(question, q -> today.get()).clone() : today.get();
    }

    /// True when this datagram is lost.
    boolean losesThis() {
        int every = loseEvery;
        return every > 0 && datagrams.incrementAndGet() % every == 0;
    }

    Duration delayOfAll() {
        return delay;
    }

    private ResolverFaults put(String name, String type, Fault fault) {
        faults.put(place(name, type), fault);
        return this;
    }

    private static Place place(String name, String type) {
        String lower = name.toLowerCase(Locale.ROOT);
        return new Place(
                lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower, type.toUpperCase(Locale.ROOT));
    }
}
