package org.danegate.words.word;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.monitor.Destination;
import org.danegate.monitor.HostStatus;
import org.danegate.monitor.Narrowing;
import org.danegate.monitor.StatusQuery;
import org.danegate.words.NotRun;

/// The table of `tophosts`.
final class HostTable {

    private static final String LINE = "%-3s%-{w}s %9s %7s %11s %10s %10s";

    private HostTable() {}

    /// The column to sort by, as the appliance numbers and names them.
    enum Order {
        ACTIVE(1, "active_rcpts", "Active Recipients", StatusQuery.Column.ACTIVE_RECIPIENTS),
        CONNECTIONS(2, "conn_out", "Connections Out", StatusQuery.Column.CONNECTIONS_OUT),
        DELIVERED(3, "deliv_rcpts", "Delivered Recipients", StatusQuery.Column.DELIVERED_RECIPIENTS),
        SOFT(4, "soft_bounced", "Soft Bounced Events", StatusQuery.Column.SOFT_BOUNCED),
        HARD(5, "hard_bounced", "Hard Bounced Recipients", StatusQuery.Column.HARD_BOUNCED);

        private final int number;
        private final String word;
        private final String label;
        private final StatusQuery.Column column;

        Order(int number, String word, String label, StatusQuery.Column column) {
            this.number = number;
            this.word = word;
            this.label = label;
            this.column = column;
        }

        static Order of(String typed) throws NotRun {
            return Arrays.stream(values())
                    .filter(o ->
                            o.word.equals(typed) || String.valueOf(o.number).equals(typed))
                    .findFirst()
                    .orElseThrow(() -> new NotRun("the order is one of "
                            + String.join(
                                    ", ",
                                    Arrays.stream(values()).map(o -> o.word).toList())));
        }

        static String question() {
            StringBuilder text = new StringBuilder("Sort results by:\n\n");
            for (Order order : values()) {
                text.append(order.number).append(". ").append(order.label).append('\n');
            }
            return text.toString();
        }

        StatusQuery.Column column() {
            return column;
        }
    }

    /// The first destinations by a column, highest first.
    static StatusQuery by(Order order, int limit) {
        return new StatusQuery(order.column(), true, limit, 1, "", StatusQuery.Filter.ALL, Narrowing.NONE);
    }

    /// The destination whose mail waits longest.
    static StatusQuery byOldest() {
        return new StatusQuery(StatusQuery.Column.OLDEST, false, 1, 1, "", StatusQuery.Filter.ALL, Narrowing.NONE);
    }

    /// The head of two lines and a line for each destination.
    static List<String> lines(List<Destination> hosts) {
        int width = hosts.stream().mapToInt(d -> d.domain().length()).max().orElse(0);
        String form = LINE.replace("{w}", String.valueOf(Math.max(22, width)));
        List<String> lines = new ArrayList<>();
        lines.add(String.format(form, "", "", "Active", "Conn.", "Deliv.", "Soft", "Hard"));
        lines.add(String.format(form, "#", "Recipient Host", "Recip.", "Out", "Recip.", "Bounced", "Bounced"));
        int number = 1;
        for (Destination d : hosts) {
            String down = d.count().hostStatus() == HostStatus.DOWN ? "*" : "";
            lines.add(String.format(
                    form,
                    number++ + down,
                    d.domain(),
                    Columns.number(d.backlog().activeRecipients()),
                    Columns.number(d.count().connectionsOut()),
                    Columns.number(d.count().deliveredRecipients()),
                    Columns.number(d.count().softBouncedEvents()),
                    Columns.number(d.count().hardBouncedRecipients())));
        }
        return lines;
    }

    /// One destination for scripts, with the names of `/api/v1/delivery-status`.
    static Map<String, Object> tree(Destination d) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("domain", d.domain());
        tree.put("hostStatus", d.count().hostStatus().label());
        tree.put("activeRecipients", d.backlog().activeRecipients());
        tree.put("connectionsOut", d.count().connectionsOut());
        tree.put("deliveredRecipients", d.count().deliveredRecipients());
        tree.put("softBouncedEvents", d.count().softBouncedEvents());
        tree.put("hardBouncedRecipients", d.count().hardBouncedRecipients());
        return tree;
    }
}
