package org.danegate.verify;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;
import org.danegate.routing.DaneGathering;
import org.danegate.smtp.Timeouts;

/// Verifies a domain as the engine would deliver to it under DANE Mandatory: same lookups, same decision, same
/// handshake; no message is sent. May be used by many threads at once.
public final class DaneVerify {

    /// No further host or address is begun after this long.
    public static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    private final DaneGathering gathering;
    private final String ehloName;
    private final int port;
    private final Timeouts timeouts;
    private final InstantSource clock;

    /// @param dns validated lookups
    /// @param ehloName name for EHLO
    /// @param port port that is dialled and whose TLSA records count, 1 to 65535
    /// @param timeouts a person waits: see {@link #patience}
    public DaneVerify(DnsLookup dns, String ehloName, int port, Timeouts timeouts, InstantSource clock) {
        this(new DaneGathering(dns), ehloName, port, timeouts, clock);
    }

    /// @param gathering the engine's own lookups
    public DaneVerify(DaneGathering gathering, String ehloName, int port, Timeouts timeouts, InstantSource clock) {
        this.gathering = gathering;
        this.ehloName = ehloName;
        this.port = port;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /// Waiting times for a verification that a person looks at: 10 s to connect, 15 s for each reply.
    public static Timeouts patience() {
        Duration reply = Duration.ofSeconds(15);
        return new Timeouts(Duration.ofSeconds(10), reply, reply, reply, reply, reply, Duration.ofSeconds(1));
    }

    /// Walks the domain; blocks until the verdict.
    ///
    /// @param told each stage when it happens, on the calling thread; what it throws ends the walk
    public Verification verify(DomainName domain, Consumer<Stage> told) {
        return new Walk(domain, gathering, new HostCheck(ehloName, port, timeouts, clock), port, clock, told).run();
    }
}
