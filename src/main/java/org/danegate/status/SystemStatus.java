package org.danegate.status;

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything known about the system, collected from the rooms.
public final class SystemStatus {

    private static final Logger LOG = LoggerFactory.getLogger(SystemStatus.class);

    private final Supplier<List<StatusFacts>> rooms;
    private final ActivityCounters counters;
    private final StatusCounts counts;

    /// @param rooms the rooms that contribute facts, in any order
    SystemStatus(Supplier<List<StatusFacts>> rooms, ActivityCounters counters, StatusCounts counts) {
        this.rooms = rooms;
        this.counts = counts;
        this.counters = counters;
    }

    /// The facts of one room.
    public record Area(String name, List<StatusFact> facts) {
        public Area {
            facts = List.copyOf(facts);
        }
    }

    /// The areas in the page's order. A room that fails reports that instead of its facts; the others are shown.
    public List<Area> areas() {
        return rooms.get().stream()
                .sorted(Comparator.comparingInt(StatusFacts::order))
                .map(SystemStatus::area)
                .filter(area -> !area.facts().isEmpty())
                .toList();
    }

    private static Area area(StatusFacts room) {
        try {
            return new Area(room.area(), room.facts());
        } catch (RuntimeException failed) {
            LOG.warn("no status of {}", room.area(), failed);
            return new Area(
                    room.area(),
                    List.of(new StatusFact(
                            "fault",
                            room.area(),
                            new StatusFact.Value.Words("system-status.unknown", List.of()),
                            StatusFact.Light.WARN)));
        }
    }

    /// Counters, rates and connections.
    public ActivityCounters.Report activity() {
        return counters.report();
    }

    /// Restarts the Reset column of the counters.
    public void resetCounters() {
        counts.reset();
    }
}
