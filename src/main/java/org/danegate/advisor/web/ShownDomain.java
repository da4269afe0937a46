package org.danegate.advisor.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.danegate.advice.DomainPast;
import org.danegate.advice.ProbeResult;
import org.danegate.advice.ProbedHost;
import org.danegate.advice.Traffic;
import org.danegate.advisor.DomainAdvice;
import org.danegate.policy.DestinationControls;
import org.danegate.rehearsal.Said;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// What the Advisor knows of a domain, for the page and for scripts.
///
/// @param sessions of the last 30 complete days
/// @param days UTC days with at least one session
/// @param levels sessions by the level that they reached, short words
/// @param probe the newest one; null when there was none
/// @param regression one sentence; null when there is none today
public record ShownDomain(
        String domain,
        long sessions,
        long days,
        long messages,
        Map<String, Long> levels,
        List<ShownAdvice> advice,
        List<ShownLedgerRow> ledger,
        @Nullable String regression,
        @Nullable ShownProbe probe) {

    /// A probe.
    ///
    /// @param connected whether the hosts were connected to
    /// @param complete whether every MX host was looked at
    /// @param mx status of the MX record; null when the domain has no route
    /// @param policy the MTA-STS policy, short word
    public record ShownProbe(
            Instant at,
            boolean connected,
            boolean complete,
            @Nullable String mx,
            String policy,
            List<ShownHost> hosts,
            String reason) {}

    /// An MX host.
    ///
    /// @param plan what DANE Opportunistic would do: `authenticate`, `encrypt`, `fall_back`, `refuse`, `no_address`
    /// @param match whether the certificate matches: `yes`, `no`, `unknown`
    /// @param verifies whether it verifies by public authorities
    /// @param named whether the MTA-STS policy names the host
    public record ShownHost(
            String host,
            String plan,
            String match,
            String verifies,
            String named,
            @Nullable Instant certificateEnds,
            String reason) {

        static ShownHost of(ProbedHost host, Function<Wording, String> words) {
            return new ShownHost(
                    host.host(),
                    word(host.plan()),
                    word(host.match()),
                    word(host.verifies()),
                    word(host.named()),
                    host.certificateEnds(),
                    words.apply(Said.of(host.reason())));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static ShownDomain of(
            DomainPast past, DomainAdvice advice, DestinationControls working, Function<Wording, String> words) {
        Traffic traffic = Traffic.of(past.complete(DomainPast.DAYS));
        Map<String, Long> levels = new TreeMap<>();
        traffic.levels().forEach((level, sessions) -> levels.put(level.word(), sessions));
        return new ShownDomain(
                advice.domain().ascii(),
                traffic.sessions(),
                traffic.days(),
                traffic.messages(),
                levels,
                advice.advice().stream()
                        .map(given -> ShownAdvice.of(advice.domain(), given, working, words))
                        .toList(),
                advice.ledger().stream()
                        .map(row -> ShownLedgerRow.of(row, words))
                        .toList(),
                advice.regression()
                        .map(r -> words.apply(r.wording(advice.domain().ascii())))
                        .orElse(null),
                past.latest().map(p -> probe(p, words)).orElse(null));
    }

    private static ShownProbe probe(ProbeResult probe, Function<Wording, String> words) {
        return new ShownProbe(
                probe.at(),
                probe.dialled(),
                probe.complete(),
                probe.mx() == null ? null : probe.mx().name(),
                probe.policy().word(),
                probe.hosts().stream().map(host -> ShownHost.of(host, words)).toList(),
                words.apply(Said.of(probe.reason())));
    }
}
