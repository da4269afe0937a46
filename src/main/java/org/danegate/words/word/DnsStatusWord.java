package org.danegate.words.word;

import java.util.LinkedHashMap;
import java.util.Map;
import org.danegate.dns.LookupCounts;
import org.danegate.dns.LookupCounts.Step;
import org.danegate.dns.status.Capability;
import org.danegate.network.DnsOverview;
import org.danegate.words.Run;
import org.danegate.words.Word;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dnsstatus`: lookups, resolvers and trust anchors.
@Command(name = "dnsstatus", description = "prints lookups, resolvers and trust anchors")
final class DnsStatusWord implements Word {

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) {
        DnsOverview.Report report = run.rooms().dns().report();
        LookupCounts counts = run.rooms().dns().counts();
        if (form.json()) {
            run.json(tree(report, counts));
        } else {
            print(report, counts, run);
        }
        return 0;
    }

    private static void print(DnsOverview.Report report, LookupCounts counts, Run run) {
        run.line("Status as of: " + run.time(run.now()));
        run.line("");
        run.line(String.format("%-36s%16s", "Counters:", "Uptime"));
        run.line(Columns.row("DNS Requests", Columns.number(counts.lookups())));
        run.line(Columns.row("Network Requests", Columns.number(counts.of(Step.SENT))));
        run.line(Columns.row("Cache Hits", Columns.number(counts.of(Step.HIT))));
        run.line(Columns.row("Cache Misses", Columns.number(counts.of(Step.MISS))));
        run.line(Columns.row("Cache Expired", Columns.number(counts.of(Step.EXPIRED))));
        run.line("");
        run.line("Resolvers:");
        if (report.useRootServers()) {
            run.line("  the root servers are asked");
        }
        report.resolvers().servers().forEach(server -> run.line("  " + text(server)));
        report.warnings().forEach(warning -> run.line("  ! " + warning.text()));
        run.line("Trust anchors:");
        run.line("  " + report.trustAnchors().source());
        report.trustAnchors()
                .anchors()
                .forEach(key -> run.line("  " + key.key().keyTag() + " "
                        + key.key().algorithmName() + " " + key.state().label()));
        String problem = report.trustAnchors().problem();
        if (problem != null) {
            run.line("  ! " + problem);
        }
    }

    private static String text(Capability server) {
        String name = server.server().name();
        if (!server.reachable()) {
            return name + ": not reachable: " + server.fault();
        }
        String time = server.latency() == null ? "" : ", " + server.latency().toMillis() + " ms";
        return name + ": " + (server.capable() ? "DNSSEC data arrives" : "DNSSEC data does not arrive") + time;
    }

    private static Map<String, Object> tree(DnsOverview.Report report, LookupCounts counts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(
                "counters",
                Map.of(
                        "requests", counts.lookups(),
                        "networkRequests", counts.of(Step.SENT),
                        "hits", counts.of(Step.HIT),
                        "misses", counts.of(Step.MISS),
                        "expired", counts.of(Step.EXPIRED)));
        tree.put("useRootServers", report.useRootServers());
        tree.put(
                "resolvers",
                report.resolvers().servers().stream()
                        .map(server -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("server", server.server().name());
                            one.put("reachable", server.reachable());
                            one.put("capable", server.capable());
                            one.put(
                                    "latency",
                                    server.latency() == null
                                            ? null
                                            : server.latency().toMillis());
                            return one;
                        })
                        .toList());
        tree.put("warnings", report.warnings().stream().map(w -> w.text()).toList());
        tree.put("trustAnchors", report.trustAnchors().source());
        return tree;
    }
}
