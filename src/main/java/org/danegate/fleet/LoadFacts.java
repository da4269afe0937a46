package org.danegate.fleet;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.danegate.node.NodeFact;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageQueue;
import org.danegate.status.ActivityCounters;
import org.danegate.status.Counter;

/// The load of this node, for the other nodes.
final class LoadFacts implements NodeFact {

    static final String IN = "load.in";
    static final String OUT = "load.out";
    static final String RECIPIENTS = "load.recipients";
    static final String CONNECTIONS_IN = "load.connections-in";
    static final String CONNECTIONS_OUT = "load.connections-out";
    static final String HEAP = "load.heap";
    static final String PROCESSOR = "load.processor";

    private static final int MINUTES = 60;
    private static final int PERCENT = 100;

    private final ActivityCounters counters;
    private final MessageQueue queue;

    LoadFacts(ActivityCounters counters, MessageQueue queue) {
        this.counters = counters;
        this.queue = queue;
    }

    @Override
    public Map<String, String> facts() {
        ActivityCounters.Report report = counters.report();
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, IN, perMinute(report, Counter.MESSAGES_RECEIVED));
        put(facts, OUT, perMinute(report, Counter.DELIVERED_RECIPIENTS));
        put(
                facts,
                RECIPIENTS,
                queue.backlogs().values().stream()
                        .mapToLong(Backlog::activeRecipients)
                        .sum());
        put(facts, CONNECTIONS_IN, report.connectionsIn());
        put(facts, CONNECTIONS_OUT, report.connectionsOut());
        Runtime memory = Runtime.getRuntime();
        put(facts, HEAP, (memory.totalMemory() - memory.freeMemory()) * PERCENT / memory.maxMemory());
        processor().forEach(load -> put(facts, PROCESSOR, Math.round(load * PERCENT)));
        return facts;
    }

    private static void put(Map<String, String> facts, String name, long value) {
        facts.put(name, Long.toString(value));
    }

    private static long perMinute(ActivityCounters.Report report, Counter counter) {
        return report.readings().stream()
                        .filter(reading -> reading.counter() == counter)
                        .mapToLong(ActivityCounters.Reading::perHour1)
                        .sum()
                / MINUTES;
    }

    /// Of the whole machine, 0 to 1; none where it is not known.
    private static Stream<Double> processor() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
                        && machine.getCpuLoad() >= 0
                ? Stream.of(machine.getCpuLoad())
                : Stream.empty();
    }
}
