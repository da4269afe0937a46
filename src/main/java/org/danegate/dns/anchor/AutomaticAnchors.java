package org.danegate.dns.anchor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/// The root's trust anchors, kept up to date by RFC 5011 and stored in a file. The anchors of the build are the initial
/// set; the state of a key in the file takes precedence.
public final class AutomaticAnchors {

    private static final String SOURCE = "built-in IANA anchors, updated automatically (RFC 5011)";
    private static final String NOT_SIGNED = "no server gave a root key set that a trust anchor signed; is this host's"
            + " clock right, and do the resolvers pass DNSSEC?";

    private final AnchorFile file;
    private final InstantSource clock;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile AnchorRecord record;
    private volatile @Nullable String problem;
    private volatile String zoneText;

    /// Queries the root for its keys, server after server, until an answer is useful.
    @FunctionalInterface
    public interface RootQuery {
        /// @param useful judges an answer; the first it accepts is the result
        /// @throws IOException when no server could be reached
        Optional<Sighting> ask(java.util.function.Function<Message, Optional<Sighting>> useful) throws IOException;
    }

    private AutomaticAnchors(AnchorFile file, InstantSource clock, AnchorRecord record, @Nullable String problem) {
        this.file = file;
        this.clock = clock;
        this.record = record;
        this.problem = problem;
        this.zoneText = zoneText(record.keys());
    }

    /// Reads the file, if there is one. A damaged file is set aside, and the initial anchors are used, with a
    /// problem to show: mail must not wait because of a damaged file.
    ///
    /// @param place of the file; its folder must be there
    /// @param initial anchors of this build, at least one
    public static AutomaticAnchors open(Path place, List<RootKey> initial, InstantSource clock) {
        AnchorFile file = new AnchorFile(place);
        Instant now = clock.instant();
        AnchorRecord fresh = new AnchorRecord(RootKeys.initial(initial, now), null, now, Duration.ZERO, Duration.ZERO);
        try {
            return new AutomaticAnchors(
                    file,
                    clock,
                    file.read()
                            .map(r -> r.with(r.keys().with(initial, now), r.nextRefresh()))
                            .orElse(fresh),
                    null);
        } catch (IOException e) {
            return new AutomaticAnchors(
                    file, clock, fresh, e.getMessage() + "; the built-in anchors are used" + setAside(file));
        }
    }

    private static String setAside(AnchorFile file) {
        try {
            file.setAside();
            return "";
        } catch (IOException e) {
            return ", and it could not be set aside: " + e.getMessage();
        }
    }

    /// The trusted keys as DS lines of a zone file; empty text when every key is revoked, and then no answer may be
    /// treated as insecure.
    public String zoneText() {
        return zoneText;
    }

    /// When to query the root next.
    public Instant nextRefresh() {
        return record.nextRefresh();
    }

    /// The report on the anchors, for display.
    public AnchorReport report() {
        AnchorRecord r = record;
        return new AnchorReport(true, SOURCE, r.keys().keys(), r.lastRefresh(), r.nextRefresh(), problem);
    }

    /// Queries the root for its keys, advances the state machine and writes the file. The step takes effect even
    /// when it cannot be written, since a revocation must not wait because a disk is full; the problem is shown,
    /// and the next refresh writes the file.
    ///
    /// @return true when a key set was validated
    public boolean refresh(RootQuery root) {
        changing.lock();
        try {
            AnchorRecord before = record;
            Instant now = clock.instant();
            Set<RootKey> trusted = before.keys().trusted();
            try {
                Optional<Sighting> seen = root.ask(
                        answer -> Optional.of(Sighting.of(answer, trusted, now)).filter(s -> !s.worthless()));
                if (seen.isPresent()) {
                    return takeOver(before, seen.get(), now);
                }
                problem = NOT_SIGNED;
            } catch (IOException e) {
                problem = "the root's keys could not be asked for: " + e.getMessage();
            }
            record = before.with(before.keys(), retryAt(before, now));
            return false;
        } finally {
            changing.unlock();
        }
    }

    private boolean takeOver(AnchorRecord before, Sighting seen, Instant now) {
        RootKeys keys = before.keys().after(seen, now);
        AnchorRecord next = seen.validated() ? validated(keys, seen, now) : before.with(keys, retryAt(before, now));
        record = next;
        zoneText = zoneText(keys);
        problem = keys.trusted().isEmpty()
                ? "every trust anchor is revoked: nothing can be validated, mail under DANE waits"
                : null;
        try {
            file.write(next);
        } catch (IOException e) {
            problem = "the file of trust anchors could not be written: " + e.getMessage();
        }
        return seen.validated();
    }

    private static AnchorRecord validated(RootKeys keys, Sighting seen, Instant now) {
        Instant next = now.plus(RefreshTimes.interval(seen.originalTtl(), seen.signatureLeft()));
        return new AnchorRecord(keys, now, next, seen.originalTtl(), seen.signatureLeft());
    }

    private static Instant retryAt(AnchorRecord r, Instant now) {
        return now.plus(RefreshTimes.retry(r.originalTtl(), r.signatureLeft()));
    }

    private static String zoneText(RootKeys keys) {
        return keys.keys().stream()
                .filter(k -> k.state().trusted())
                .map(k -> k.key().ds() + "\n")
                .collect(Collectors.joining());
    }
}
