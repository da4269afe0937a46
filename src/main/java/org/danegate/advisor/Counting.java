package org.danegate.advisor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.advice.ChainJudge;
import org.danegate.advice.Count;
import org.danegate.advice.Seen;
import org.danegate.advice.SeenRefusals;
import org.danegate.advice.SeenSessions;
import org.danegate.counting.WaitingCounts;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.DialedSession;
import org.jspecify.annotations.Nullable;

/// Turns events into counters: a session when a host was dialled, its messages when they were delivered over it.
final class Counting implements DeliveryEvents.Reader {

    /// Keys that wait for a database; what more there is is not counted.
    private static final int MOST_UNSTORED = 50_000;

    /// Connections and messages that are remembered; of older ones messages or sizes are missing.
    private static final int MOST_OPEN = 50_000;

    private final boolean enabled;
    private final ChainJudge judge;
    private final WaitingCounts<CountKey, Count> unstored = new WaitingCounts<>(MOST_UNSTORED, Count::plus);

    // Only the thread of this reader uses these.
    private final Map<Long, CountKey> connections = bounded();
    private final Map<Long, Long> sizes = bounded();

    Counting(boolean enabled, ChainJudge judge) {
        this.enabled = enabled;
        this.judge = judge;
    }

    @SuppressWarnings("serial") // never serialized
    private static <V> Map<Long, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
                return size() > MOST_OPEN;
            }
        };
    }

    @Override
    public void on(DeliveryEvent event) {
        if (!enabled) {
            return;
        }
        switch (event) {
            case DeliveryEvent.MessageQueued e -> sizes.put(e.mid(), e.bytes());
            case DeliveryEvent.MessageFinished e -> sizes.remove(e.mid());
            case DeliveryEvent.HostDialed e -> session(e.dcid(), e.destination(), e.session());
            case DeliveryEvent.DeliveryDone e -> message(e.dcid(), e.mid());
            case DeliveryEvent.ConnectionClosed e -> connections.remove(e.dcid());
            case DeliveryEvent.AttemptEnded e -> {
                if (!e.lane().tls().ignoresPolicies()) {
                    domain(e.destination())
                            .map(domain -> SeenRefusals.of(e.evidence(), domain))
                            .orElse(List.of())
                            .forEach(seen -> unstored.add(CountKey.of(seen), Count.SESSION));
                }
            }
            default -> {
                // Says nothing of a session.
            }
        }
    }

    private void session(long dcid, String destination, @Nullable DialedSession session) {
        Optional<Seen> seen = session == null
                ? Optional.empty()
                : domain(destination).flatMap(domain -> SeenSessions.of(session, domain, judge));
        seen.ifPresent(s -> {
            CountKey key = CountKey.of(s);
            unstored.add(key, Count.SESSION);
            if (s.facts().level().reached()) {
                connections.put(dcid, key);
            }
        });
    }

    private void message(long dcid, long mid) {
        CountKey key = connections.get(dcid);
        if (key != null) {
            unstored.add(key, Count.message(sizes.getOrDefault(mid, 0L)));
        }
    }

    /// Empty for an address literal.
    private static Optional<DomainName> domain(String destination) {
        try {
            return destination.startsWith("[") ? Optional.empty() : Optional.of(new DomainName(destination));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    WaitingCounts<CountKey, Count> unstored() {
        return unstored;
    }
}
