package org.danegate.words.word;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.monitor.StatusReport;
import org.danegate.operations.DestinationOrder;
import org.danegate.status.ActivityCounters;
import org.danegate.status.Counter;
import org.danegate.status.StatusFact;
import org.danegate.words.Run;
import org.danegate.words.Word;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `status`: counters, current ids and gauges of the whole system.
@Command(name = "status", description = "prints counters and gauges of the whole system")
final class StatusWord implements Word {

    private static final List<Counter> BRIEF = List.of(
            Counter.MESSAGES_RECEIVED,
            Counter.RECIPIENTS_RECEIVED,
            Counter.REJECTED_RECIPIENTS,
            Counter.SOFT_BOUNCED_EVENTS,
            Counter.COMPLETED_RECIPIENTS);

    private static final Map<Counter, String> NAMES = names();

    /// How much is printed.
    enum Extent {
        brief,
        detail
    }

    @Parameters(arity = "0..1", paramLabel = "detail", description = "also prints kinds of bounces and rates")
    private Extent extent = Extent.brief;

    @Mixin
    private Form form = new Form();

    private static Map<Counter, String> names() {
        Map<Counter, String> names = new LinkedHashMap<>();
        names.put(Counter.MESSAGES_RECEIVED, "Messages Received");
        names.put(Counter.RECIPIENTS_RECEIVED, "Recipients Received");
        names.put(Counter.GENERATED_MESSAGES, "Gen. Bounce Recipients");
        names.put(Counter.REJECTED_RECIPIENTS, "Rejected Recipients");
        names.put(Counter.SOFT_BOUNCED_EVENTS, "Soft Bounced Events");
        names.put(Counter.COMPLETED_RECIPIENTS, "Completed Recipients");
        names.put(Counter.HARD_BOUNCED_RECIPIENTS, "  Hard Bounced Recipients");
        names.put(Counter.DNS_HARD_BOUNCES, "    DNS Hard Bounces");
        names.put(Counter.FIVE_XX_HARD_BOUNCES, "    5XX Hard Bounces");
        names.put(Counter.EXPIRED_HARD_BOUNCES, "    Expired Hard Bounces");
        names.put(Counter.OTHER_HARD_BOUNCES, "    Other Hard Bounces");
        names.put(Counter.DELIVERED_RECIPIENTS, "  Delivered Recipients");
        names.put(Counter.DELETED_RECIPIENTS, "  Deleted Recipients");
        return names;
    }

    /// What is printed.
    ///
    /// @param oldest when the oldest waiting message was accepted; equal to `at` when none waits
    record Facts(
            Instant at,
            ActivityCounters.Report activity,
            StatusReport.Totals totals,
            Instant oldest,
            boolean suspended,
            long kilobytesUsed,
            long kilobytesFree) {}

    @Override
    public int run(Run run) {
        Facts facts = facts(run);
        if (form.json()) {
            run.json(tree(facts));
        } else {
            print(facts, run);
        }
        return 0;
    }

    private static Facts facts(Run run) {
        Instant now = run.now();
        StatusReport report = run.rooms().delivery().report(HostTable.byOldest());
        return new Facts(
                now,
                run.rooms().system().activity(),
                report.totals(),
                report.destinations().stream()
                        .map(d -> d.backlog().oldest())
                        .filter(oldest -> oldest.isBefore(now))
                        .findFirst()
                        .orElse(now),
                run.rooms().desk().suspended(DestinationOrder.ALL),
                octets(run, "queue", "size") >> 10,
                octets(run, "disk", "free") >> 10);
    }

    private static long octets(Run run, String area, String key) {
        return run.rooms().system().areas().stream()
                .filter(a -> a.name().equals(area))
                .flatMap(a -> a.facts().stream())
                .filter(fact -> fact.key().equals(key))
                .map(StatusFact::value)
                .filter(StatusFact.Value.Octets.class::isInstance)
                .mapToLong(value -> ((StatusFact.Value.Octets) value).octets())
                .findFirst()
                .orElse(0);
    }

    private void print(Facts facts, Run run) {
        ActivityCounters.Report activity = facts.activity();
        head("Status as of:", run.time(facts.at()), run);
        head(
                "Up since:",
                run.time(activity.started()) + " (" + Columns.span(Duration.between(activity.started(), facts.at()))
                        + ")",
                run);
        head("Last counter reset:", run.time(activity.resetAt()), run);
        head("System status:", facts.suspended() ? "Delivery Suspended" : "Online", run);
        head("Oldest Message:", Columns.age(facts.oldest(), facts.at()), run);
        run.line("");
        run.line(String.format("%-36s%16s%16s", "Counters:", "Reset", "Uptime"));
        shown(activity)
                .forEach(r -> run.line(Columns.row(
                        String.valueOf(NAMES.get(r.counter())),
                        Columns.number(r.reset()),
                        Columns.number(r.uptime()))));
        if (extent == Extent.detail) {
            run.line("");
            run.line(String.format(
                    "%-36s%16s%16s%16s", "Rates (Events Per Hour):", "1-Minute", "5-Minutes", "15-Minutes"));
            shown(activity)
                    .forEach(r -> run.line(Columns.row(
                            String.valueOf(NAMES.get(r.counter())),
                            Columns.number(r.perHour1()),
                            Columns.number(r.perHour5()),
                            Columns.number(r.perHour15()))));
        }
        gauges(facts, run);
    }

    private static void gauges(Facts facts, Run run) {
        ActivityCounters.Report activity = facts.activity();
        run.line("");
        run.line("Current IDs");
        run.line(Columns.row("Message ID (MID)", String.valueOf(activity.mid())));
        run.line(Columns.row("Injection Conn. ID (ICID)", String.valueOf(activity.icid())));
        run.line(Columns.row("Delivery Conn. ID (DCID)", String.valueOf(activity.dcid())));
        run.line("");
        run.line(String.format("%-36s%16s", "Gauges:", "Current"));
        run.line(Columns.row("Current Inbound Conn.", Columns.number(activity.connectionsIn())));
        run.line(Columns.row("Current Outbound Conn.", Columns.number(activity.connectionsOut())));
        run.line(Columns.row("Active Recipients", Columns.number(facts.totals().activeRecipients())));
        run.line(Columns.row("Kilobytes Used", Columns.number(facts.kilobytesUsed())));
        run.line(Columns.row("Kilobytes Free", Columns.number(facts.kilobytesFree())));
    }

    private List<ActivityCounters.Reading> shown(ActivityCounters.Report activity) {
        return activity.readings().stream()
                .filter(r -> NAMES.containsKey(r.counter()))
                .filter(r -> extent == Extent.detail || BRIEF.contains(r.counter()))
                .toList();
    }

    private static void head(String label, String value, Run run) {
        run.line(String.format("%-24s%s", label, value));
    }

    private Map<String, Object> tree(Facts facts) {
        ActivityCounters.Report activity = facts.activity();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("at", facts.at());
        tree.put("upSince", activity.started());
        tree.put("countersResetAt", activity.resetAt());
        tree.put("status", facts.suspended() ? "DELIVERY_SUSPENDED" : "ONLINE");
        tree.put("oldestMessage", facts.oldest().equals(facts.at()) ? null : facts.oldest());
        tree.put("counters", shown(activity));
        tree.put("ids", Map.of("mid", activity.mid(), "icid", activity.icid(), "dcid", activity.dcid()));
        tree.put(
                "gauges",
                Map.of(
                        "connectionsIn",
                        activity.connectionsIn(),
                        "connectionsOut",
                        activity.connectionsOut(),
                        "activeRecipients",
                        facts.totals().activeRecipients(),
                        "kilobytesUsed",
                        facts.kilobytesUsed(),
                        "kilobytesFree",
                        facts.kilobytesFree()));
        return tree;
    }
}
