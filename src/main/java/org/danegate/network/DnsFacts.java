package org.danegate.network;

import java.util.ArrayList;
import java.util.List;
import org.danegate.dns.anchor.AnchorReport;
import org.danegate.dns.status.Capability;
import org.danegate.status.StatusFact;
import org.danegate.status.StatusFact.Light;
import org.danegate.status.StatusFacts;

/// Resolvers and trust anchors on System Status, as of the last probe.
record DnsFacts(DnsOverview overview) implements StatusFacts {

    @Override
    public String area() {
        return "dns";
    }

    @Override
    public int order() {
        return 70;
    }

    @Override
    public List<StatusFact> facts() {
        DnsOverview.Report report = overview.report();
        List<StatusFact> facts = new ArrayList<>();
        if (report.useRootServers()) {
            facts.add(StatusFact.words("resolver", "system-status.dns.root").lit(Light.GOOD));
        }
        report.resolvers().servers().forEach(server -> facts.add(resolver(server)));
        if (!report.useRootServers() && report.resolvers().checkedAt() == null) {
            facts.add(
                    StatusFact.words("resolver", "system-status.dns.not-probed").lit(Light.WARN));
        }
        facts.add(anchors(report.trustAnchors()));
        return facts;
    }

    private static StatusFact resolver(Capability server) {
        String name = server.server().name();
        if (!server.reachable()) {
            return StatusFact.words("resolver", "system-status.dns.unreachable", server.fault())
                    .lit(Light.BAD)
                    .named(name);
        }
        long milliseconds = server.latency() == null ? 0 : server.latency().toMillis();
        return server.capable()
                ? StatusFact.words("resolver", "system-status.dns.capable", milliseconds)
                        .lit(Light.GOOD)
                        .named(name)
                : StatusFact.words("resolver", "system-status.dns.incapable", milliseconds)
                        .lit(Light.BAD)
                        .named(name);
    }

    private static StatusFact anchors(AnchorReport report) {
        String problem = report.problem();
        return problem == null
                ? StatusFact.words("anchors", "system-status.dns.anchors.good", report.source())
                        .lit(Light.GOOD)
                : StatusFact.words("anchors", "system-status.dns.anchors.bad", problem)
                        .lit(Light.WARN);
    }
}
