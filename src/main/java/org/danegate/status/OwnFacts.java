package org.danegate.status;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageQueue;
import org.danegate.status.StatusFact.Light;

/// The facts that belong to no other room: process, memory, disk, queue.
final class OwnFacts {

    private OwnFacts() {}

    /// A contribution of a few facts.
    record Area(String area, int order, Supplier<List<StatusFact>> source) implements StatusFacts {
        @Override
        public List<StatusFact> facts() {
            return source.get();
        }
    }

    static List<StatusFact> process(
            String node, String version, Machine machine, CommittedPolicy policy, InstantSource clock) {
        List<StatusFact> facts = new ArrayList<>();
        facts.add(StatusFact.text("node", node));
        facts.add(StatusFact.text("version", version.isBlank() ? "—" : version));
        facts.add(StatusFact.seconds("uptime", machine.uptime()));
        facts.add(StatusFact.time("since", clock.instant().minusSeconds(machine.uptime())));
        facts.add(StatusFact.number("revision", policy.current().number()));
        facts.add(StatusFact.text("java", Runtime.version() + ", " + System.getProperty("java.vm.name", "")));
        facts.add(
                StatusFact.text("system", System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "")));
        return facts;
    }

    static List<StatusFact> resources(Machine machine) {
        List<StatusFact> facts = new ArrayList<>();
        Machine.Heap heap = machine.heap();
        facts.add(StatusFact.octets("heap", heap.used()));
        facts.add(StatusFact.octets("heap-most", heap.most()));
        long resident = machine.residentMemory();
        if (resident > 0) {
            facts.add(StatusFact.octets("resident", resident));
        }
        facts.add(StatusFact.words("processor", "system-status.percent", machine.processorLoad()));
        facts.addAll(machine.threads());
        return facts;
    }

    /// @param reserve octets below which mail is refused with 452
    static List<StatusFact> disk(Machine machine, long reserve) {
        long free = machine.free();
        return List.of(
                StatusFact.octets("free", free)
                        .lit(free < reserve ? Light.BAD : free < 4 * reserve ? Light.WARN : Light.GOOD),
                StatusFact.octets("capacity", machine.capacity()),
                StatusFact.octets("reserve", reserve),
                StatusFact.octets("logs", machine.size("logs")));
    }

    static List<StatusFact> queue(MessageQueue queue, Machine machine, InstantSource clock) {
        Map<String, Backlog> backlogs = queue.backlogs();
        List<StatusFact> facts = new ArrayList<>();
        facts.add(StatusFact.number(
                "recipients",
                backlogs.values().stream().mapToLong(Backlog::activeRecipients).sum()));
        facts.add(StatusFact.number(
                "destinations",
                backlogs.values().stream().filter(b -> b.activeRecipients() > 0).count()));
        Instant now = clock.instant();
        backlogs.values().stream()
                .map(Backlog::oldest)
                .min(Instant::compareTo)
                .filter(oldest -> oldest.isBefore(now))
                .ifPresent(oldest ->
                        facts.add(StatusFact.seconds("oldest", now.getEpochSecond() - oldest.getEpochSecond())));
        facts.add(StatusFact.octets("size", machine.size("queue")));
        return facts;
    }
}
