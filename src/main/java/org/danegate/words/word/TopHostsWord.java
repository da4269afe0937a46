package org.danegate.words.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.danegate.monitor.StatusReport;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tophosts`: the destinations with most of something.
@Command(name = "tophosts", description = "lists the destinations with most waiting mail")
final class TopHostsWord implements Word {

    @Parameters(
            arity = "0..1",
            paramLabel = "ORDER",
            completionCandidates = Orders.class,
            description = "active_rcpts (default), conn_out, deliv_rcpts, soft_bounced, hard_bounced; or 1 to 5")
    private @Nullable String order;

    @Option(names = "--limit", paramLabel = "N", description = "rows at most, 1 to 1000; 20 when not given")
    private int limit = 20;

    @Mixin
    private Form form = new Form();

    /// Offered by the completion script.
    static final class Orders extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Orders() {
            super(List.of("active_rcpts", "conn_out", "deliv_rcpts", "soft_bounced", "hard_bounced"));
        }
    }

    @Override
    public int run(Run run) throws NotRun {
        if (limit < 1 || limit > 1000) {
            throw new NotRun("--limit is 1 to 1000");
        }
        HostTable.Order by = HostTable.Order.of(run.argument(order, HostTable.Order.question(), "1", "ORDER"));
        StatusReport report = run.rooms().delivery().report(HostTable.by(by, limit));
        if (form.json()) {
            run.json(Map.of(
                    "updatedAt",
                    report.updatedAt(),
                    "destinations",
                    report.destinations().stream().map(HostTable::tree).toList()));
            return 0;
        }
        run.line("Status as of: " + run.time(report.updatedAt()));
        run.line("Hosts marked with '*' were down as of the last delivery attempt.");
        HostTable.lines(report.destinations()).forEach(run::line);
        return 0;
    }
}
