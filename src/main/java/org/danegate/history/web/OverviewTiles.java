package org.danegate.history.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.history.Figure;
import org.danegate.history.History;
import org.danegate.history.HistoryRange;
import org.danegate.history.Slice;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.Destination;
import org.danegate.monitor.StatusQuery;
import org.danegate.monitor.StatusReport;
import org.springframework.stereotype.Component;

/// The numbers at the top of Overview. Each leads to the list that it sums up.
@Component
class OverviewTiles {

    private static final String STATUS = "/monitor/delivery-status";

    private final DeliveryStatus status;
    private final History history;
    private final InstantSource clock;

    OverviewTiles(DeliveryStatus status, History history, InstantSource clock) {
        this.status = status;
        this.history = history;
        this.clock = clock;
    }

    /// A tile.
    ///
    /// @param key its title is `history.tile.<key>`
    /// @param path the list with what it sums up
    /// @param kind `bad` when somebody should look at it, otherwise `plain`
    public record Tile(String key, String value, String path, String kind) {}

    /// The tiles at this moment.
    List<Tile> now() {
        Instant now = clock.instant();
        StatusReport oldest = report("oldest", "asc", "all");
        long waiting = oldest.totals().activeRecipients();
        int failing = report("activeRecipients", "desc", "dane").matching();
        int bouncing = report("activeRecipients", "desc", "bouncing").matching();
        return List.of(
                new Tile("waiting", Shown.number(waiting), STATUS, "plain"),
                new Tile("oldest", age(oldest, now), STATUS + "?sort=oldest&order=asc", "plain"),
                new Tile(
                        "delivered",
                        Shown.number(deliveredInAnHour(now)),
                        "/monitor/reports/outgoing-destinations",
                        "plain"),
                new Tile("failing", Shown.number(failing), STATUS + "?filter=dane", failing > 0 ? "bad" : "plain"),
                new Tile(
                        "bouncing",
                        Shown.number(bouncing),
                        STATUS + "?filter=bouncing",
                        bouncing > 0 ? "bad" : "plain"));
    }

    private StatusReport report(String sort, String order, String filter) {
        return status.report(StatusQuery.of(sort, order, 1, "", filter));
    }

    private static String age(StatusReport report, Instant now) {
        return report.destinations().stream()
                .findFirst()
                .map(Destination::backlog)
                .filter(backlog -> backlog.activeRecipients() > 0)
                .map(backlog -> Shown.span(Duration.between(backlog.oldest(), now)))
                .orElse("—");
    }

    private long deliveredInAnHour(Instant now) {
        HistoryRange hour = new HistoryRange(now.minus(Duration.ofHours(1)), now, Duration.ofMinutes(1));
        return history.series(Slice.TOTAL, hour).values().stream()
                .mapToLong(figures -> figures.get(Figure.DELIVERED))
                .sum();
    }
}
