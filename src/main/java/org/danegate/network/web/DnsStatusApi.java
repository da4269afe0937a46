package org.danegate.network.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.dns.ServerHealth;
import org.danegate.dns.anchor.AnchorReport;
import org.danegate.dns.anchor.KnownKey;
import org.danegate.dns.status.Capability;
import org.danegate.dns.status.ResolverWarning;
import org.danegate.network.DnsOverview;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// DNS Status for scripts. Times are UTC, durations are milliseconds; null means unknown.
@RestController
class DnsStatusApi {

    private final DnsOverview overview;

    DnsStatusApi(DnsOverview overview) {
        this.overview = overview;
    }

    record Status(
            boolean useRootServers,
            @Nullable Instant checkedAt,
            List<Resolver> resolvers,
            List<Warning> warnings,
            List<Health> health,
            Anchors trustAnchors) {}

    record Resolver(
            String address,
            int port,
            String role,
            int priority,
            @Nullable String domain,
            boolean reachable,
            @Nullable Double latency,
            @Nullable Boolean dnssec,
            int ednsSize,
            List<Capability.Finding> findings,
            @Nullable String fault,
            Instant checkedAt,
            Instant since) {}

    record Warning(ResolverWarning.Kind kind, String server, String text) {}

    record Health(
            String server,
            @Nullable Boolean reachable,
            @Nullable Double latency,
            @Nullable Instant since,
            @Nullable Instant restsUntil) {}

    record Anchors(
            boolean automatic,
            String source,
            @Nullable Instant lastRefresh,
            @Nullable Instant nextRefresh,
            @Nullable String problem,
            List<Anchor> keys) {}

    record Anchor(
            int keyTag,
            String algorithm,
            String sha256,
            String state,
            Instant since,
            @Nullable Instant next) {}

    @GetMapping("/api/v1/dns/status")
    Status status() {
        DnsOverview.Report report = overview.report();
        return new Status(
                report.useRootServers(),
                report.resolvers().checkedAt(),
                report.resolvers().servers().stream()
                        .map(DnsStatusApi::resolver)
                        .toList(),
                report.warnings().stream()
                        .map(w -> new Warning(w.kind(), w.server(), w.text()))
                        .toList(),
                report.health().stream().map(DnsStatusApi::health).toList(),
                anchors(report.trustAnchors()));
    }

    private static Resolver resolver(Capability c) {
        return new Resolver(
                c.server().address(),
                c.server().port(),
                c.server().role().name(),
                c.server().priority(),
                c.server().domain().isEmpty() ? null : c.server().domain(),
                c.reachable(),
                millis(c.latency()),
                c.dnssec(),
                c.ednsSize(),
                c.findings(),
                c.fault().isEmpty() ? null : c.fault(),
                c.checkedAt(),
                c.since());
    }

    private static Health health(ServerHealth h) {
        return new Health(h.server(), h.reachable(), millis(h.latency()), h.since(), h.restsUntil());
    }

    private static Anchors anchors(AnchorReport r) {
        return new Anchors(
                r.automatic(),
                r.source(),
                r.lastRefresh(),
                r.nextRefresh(),
                r.problem(),
                r.anchors().stream().map(DnsStatusApi::anchor).toList());
    }

    private static Anchor anchor(KnownKey k) {
        return new Anchor(
                k.key().keyTag(),
                k.key().algorithmName(),
                k.key().sha256(),
                k.state().label(),
                k.since(),
                k.next());
    }

    private static @Nullable Double millis(@Nullable Duration duration) {
        return duration == null ? null : Math.round(duration.toNanos() / 10_000.0) / 100.0;
    }
}
