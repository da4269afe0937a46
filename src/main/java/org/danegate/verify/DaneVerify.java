package org.danegate.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;
import org.danegate.policy.IpAddressPreference;
import org.danegate.routing.DaneGathering;
import org.danegate.routing.HostPlanning;
import org.danegate.routing.NextHops;
import org.danegate.routing.Ourselves;
import org.danegate.smtp.Timeouts;

/// Verifies a domain as the engine would deliver to it under DANE Mandatory: same lookups, same decision, same
/// handshake; no message is sent. May be used by many threads at once.
public final class DaneVerify {

    /// No further host or address is begun after this long, and a conversation under way ends.
    public static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    private final NextHops nextHops;
    private final HostPlanning planning;
    private final Function<DomainName, IpAddressPreference> families;
    private final String ehloName;
    private final Timeouts timeouts;
    private final InstantSource clock;
    private final Duration limit;

    /// Where this host listens nowhere, and both address families are wanted.
    ///
    /// @param dns validated lookups
    /// @param ehloName this host's name, for EHLO: MX hosts of that name are left out
    /// @param port port that is dialled and whose TLSA records count, 1 to 65535
    /// @param timeouts a person waits: see {@link #patience}
    public DaneVerify(DnsLookup dns, String ehloName, int port, Timeouts timeouts, InstantSource clock) {
        this(new DaneGathering(dns), ehloName, port, timeouts, clock);
    }

    private DaneVerify(DaneGathering gathering, String ehloName, int port, Timeouts timeouts, InstantSource clock) {
        this(
                new NextHops(gathering, DomainName.parse(ehloName)),
                new HostPlanning(gathering, Ourselves.NOWHERE, port),
                domain -> IpAddressPreference.PREFER_V4,
                ehloName,
                timeouts,
                clock);
    }

    /// @param nextHops the engine's own
    /// @param planning the engine's own
    /// @param families IP Address Preference of a destination
    public DaneVerify(
            NextHops nextHops,
            HostPlanning planning,
            Function<DomainName, IpAddressPreference> families,
            String ehloName,
            Timeouts timeouts,
            InstantSource clock) {
        this(nextHops, planning, families, ehloName, timeouts, clock, TIME_LIMIT);
    }

    private DaneVerify(
            NextHops nextHops,
            HostPlanning planning,
            Function<DomainName, IpAddressPreference> families,
            String ehloName,
            Timeouts timeouts,
            InstantSource clock,
            Duration limit) {
        this.nextHops = nextHops;
        this.planning = planning;
        this.families = families;
        this.ehloName = ehloName;
        this.timeouts = timeouts;
        this.clock = clock;
        this.limit = limit;
    }

    /// The same with another limit than {@link #TIME_LIMIT}.
    DaneVerify within(Duration most) {
        return new DaneVerify(nextHops, planning, families, ehloName, timeouts, clock, most);
    }

    /// Waiting times for a verification that a person looks at: 10 s to connect, 15 s for each reply and for the
    /// handshake, a minute for each address.
    public static Timeouts patience() {
        Duration reply = Duration.ofSeconds(15);
        return new Timeouts(Duration.ofSeconds(10), reply, reply, reply, reply, reply, Duration.ofSeconds(1))
                .setUpWithin(Duration.ofMinutes(1));
    }

    /// Walks the domain; blocks until the verdict.
    ///
    /// @param told each stage when it happens, on the calling thread; what it throws ends the walk
    public Verification verify(DomainName domain, Consumer<Stage> told) {
        Instant end = clock.instant().plus(limit);
        HostCheck check = new HostCheck(ehloName, planning.port(), timeouts, clock).until(end);
        return new Walk(domain, nextHops, planning, families.apply(domain), check, clock, end, told).run();
    }
}
