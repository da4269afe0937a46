package org.danegate.dns.anchor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The state machine of RFC 5011 section 4 over all known keys of the root. Immutable and without a clock of its own:
/// each step is given the instant.
///
/// @param keys at most one entry for each key, in the order they became known
public record RootKeys(List<KnownKey> keys) {

    /// Add and remove hold-down time (RFC 5011 section 2.4.1 and 2.4.2).
    public static final Duration HOLD_DOWN = Duration.ofDays(30);

    public RootKeys {
        keys = List.copyOf(keys);
    }

    /// The anchors that came with this build, trusted from the start.
    public static RootKeys initial(List<RootKey> anchors, Instant now) {
        return new RootKeys(anchors.stream()
                .map(key -> new KnownKey(key, KeyState.VALID, now, null))
                .toList());
    }

    /// The keys that validate the root now.
    public Set<RootKey> trusted() {
        return keys.stream()
                .filter(k -> k.state().trusted())
                .map(KnownKey::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// These keys with anchors of a newer build: unknown ones are added, one that waits is trusted now. What was
    /// revoked stays revoked.
    public RootKeys with(List<RootKey> anchors, Instant now) {
        List<KnownKey> next = new ArrayList<>();
        for (KnownKey known : keys) {
            boolean shipped = known.state() == KeyState.ADD_PEND && anchors.contains(known.key());
            next.add(shipped ? known.to(KeyState.VALID, now, null) : known);
        }
        for (RootKey anchor : anchors) {
            if (next.stream().noneMatch(k -> k.key().equals(anchor))) {
                next.add(new KnownKey(anchor, KeyState.VALID, now, null));
            }
        }
        return new RootKeys(next);
    }

    /// The state after a key set was seen. A set that no trusted key signed changes nothing, except that a revoked
    /// key may report its own revocation (RFC 5011 section 2.1).
    public RootKeys after(Sighting seen, Instant now) {
        List<KnownKey> next = new ArrayList<>();
        for (KnownKey known : keys) {
            KnownKey changed = step(known, seen, now);
            if (changed != null) {
                next.add(changed);
            }
        }
        if (seen.validated()) {
            for (RootKey key : seen.present()) {
                if (keys.stream().noneMatch(k -> k.key().equals(key))) {
                    next.add(new KnownKey(key, KeyState.ADD_PEND, now, now.plus(addTime(seen))));
                }
            }
        }
        return new RootKeys(next);
    }

    /// The longer of 30 days and the TTL of the first set with the key (RFC 5011 section 2.4.1).
    private static Duration addTime(Sighting seen) {
        return seen.originalTtl().compareTo(HOLD_DOWN) > 0 ? seen.originalTtl() : HOLD_DOWN;
    }

    /// The next state of one key, null for Start.
    private static @org.jspecify.annotations.Nullable KnownKey step(KnownKey known, Sighting seen, Instant now) {
        boolean present = seen.validated() && seen.present().contains(known.key());
        boolean absent = seen.validated() && !present;
        boolean revoked = seen.revoked().contains(known.key());
        return switch (known.state()) {
            case ADD_PEND -> {
                if (absent || revoked) {
                    yield null;
                }
                yield present && known.timerOver(now) ? known.to(KeyState.VALID, now, null) : known;
            }
            case VALID -> {
                if (revoked) {
                    yield known.to(KeyState.REVOKED, now, now.plus(HOLD_DOWN));
                }
                yield absent ? known.to(KeyState.MISSING, now, null) : known;
            }
            case MISSING -> {
                if (revoked) {
                    yield known.to(KeyState.REVOKED, now, now.plus(HOLD_DOWN));
                }
                yield present ? known.to(KeyState.VALID, now, null) : known;
            }
            case REVOKED -> {
                if (revoked) {
                    yield known.until(now.plus(HOLD_DOWN));
                }
                yield known.timerOver(now) ? known.to(KeyState.REMOVED, now, null) : known;
            }
            case REMOVED -> known;
        };
    }
}
