package org.danegate.advice;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;

/// Builds the past of `example.net`.
final class Past {

    static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    static final LocalDate TODAY = LocalDate.of(2026, 11, 27);
    static final DomainName DOMAIN = new DomainName("example.net");
    static final String HOST = "mx10.example.net";

    static final SessionFacts DANE = facts(Level.DANE, Cause.NOTHING, Judged.NO);
    static final SessionFacts ENCRYPTED = facts(Level.ENCRYPTED, Cause.TLSA_NONE, Judged.NO);
    static final SessionFacts VERIFIED = facts(Level.WEBPKI, Cause.NOT_ASKED, Judged.YES);
    static final SessionFacts CLEAR = facts(Level.CLEAR, Cause.NO_STARTTLS, Judged.UNKNOWN);
    static final SessionFacts NO_ANSWER = facts(Level.UNREACHED, Cause.NOTHING, Judged.UNKNOWN);

    private final List<DayCount> counts = new ArrayList<>();
    private final List<ProbeResult> probes = new ArrayList<>();

    static SessionFacts facts(Level level, Cause cause, Judged verifies) {
        boolean asked = cause != Cause.NOT_ASKED;
        SecurityStatus secure = asked ? SecurityStatus.SECURE : null;
        return new SessionFacts(
                level,
                cause,
                Cause.NOT_ASKED,
                secure,
                secure,
                cause == Cause.TLSA_NONE ? SecurityStatus.NODATA : secure,
                StsSeen.NOT_ASKED,
                level == Level.CLEAR ? Judged.NO : Judged.YES,
                verifies,
                false,
                false);
    }

    static DomainSettings settings(DaneSupport dane, TlsSupport tls, boolean sts) {
        return new DomainSettings(dane, tls, sts, false, true, DomainSettings.Lowered.NO, false);
    }

    /// Counts sessions, spread evenly over days that end yesterday.
    Past sessions(long sessions, int days, SessionFacts facts) {
        for (int day = 0; day < days; day++) {
            on(TODAY.minusDays(day + 1L), sessions / days + (day < sessions % days ? 1 : 0), facts);
        }
        return this;
    }

    Past on(LocalDate day, long sessions, SessionFacts facts) {
        return at(HOST, day, sessions, facts);
    }

    Past at(String host, LocalDate day, long sessions, SessionFacts facts) {
        counts.add(new DayCount(day, host, facts, new Count(sessions, sessions, 1000 * sessions)));
        return this;
    }

    Past probe(ProbeResult probe) {
        probes.add(probe);
        return this;
    }

    /// The same probe on today and the days before.
    Past probes(int days, ProbeResult probe) {
        for (int day = 0; day < days; day++) {
            probes.add(new ProbeResult(
                    probe.at().minus(Duration.ofDays(day)),
                    probe.dialled(),
                    probe.complete(),
                    probe.mx(),
                    probe.hosts(),
                    probe.policy(),
                    probe.ending(),
                    probe.reason()));
        }
        return this;
    }

    static ProbeResult probed(SecurityStatus mx, StsSeen policy, ProbedHost... hosts) {
        return new ProbeResult(NOW.minus(Duration.ofHours(1)), true, true, mx, List.of(hosts), policy, null, "");
    }

    static ProbedHost matching(String host) {
        return host(host, ProbedHost.Plan.AUTHENTICATE, Judged.YES, Judged.NO, Judged.UNKNOWN);
    }

    static ProbedHost withoutTlsa(String host) {
        return host(host, ProbedHost.Plan.FALL_BACK, Judged.UNKNOWN, Judged.YES, Judged.UNKNOWN);
    }

    static ProbedHost host(String host, ProbedHost.Plan plan, Judged match, Judged verifies, Judged named) {
        boolean tlsa = plan == ProbedHost.Plan.AUTHENTICATE;
        return new ProbedHost(
                host,
                plan,
                tlsa ? SecurityStatus.SECURE : SecurityStatus.NODATA,
                tlsa ? 2 : 0,
                match,
                verifies,
                named,
                NOW.plus(Duration.ofDays(60)),
                false,
                tlsa ? "matches" : "no TLSA record");
    }

    DomainPast known() {
        return new DomainPast(DOMAIN, NOW, counts, probes);
    }

    List<String> ids(DomainSettings settings) {
        return AdviceRules.of(known(), settings).stream()
                .map(advice -> advice.kind().id())
                .toList();
    }
}
