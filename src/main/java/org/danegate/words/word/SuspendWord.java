package org.danegate.words.word;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.danegate.operations.DestinationDesk;
import org.danegate.operations.DestinationOrder;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `suspenddel`: no delivery begins until it is resumed.
@Command(name = "suspenddel", description = "suspends delivery, for ALL or some domains")
final class SuspendWord implements Word {

    /// The appliance's limit is not documented.
    private static final int MOST_SECONDS = 3600;

    @Parameters(
            arity = "0..*",
            paramLabel = "[SECONDS] DOMAIN|ALL",
            description = "after how many seconds open deliveries are broken off, 0 to 3600, 30 when not given;"
                    + " ALL, or domains")
    private List<String> given = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for other administrators")
    private String reason = "";

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) throws NotRun {
        Duration grace = grace(run);
        List<String> destinations = Domains.of(numbered() ? given.subList(1, given.size()) : given, run);
        destinations.forEach(
                one -> run.rooms().desk().suspend(one, reason, grace, run.user().name()));
        if (form.json()) {
            run.json(Map.of("suspended", destinations, "seconds", grace.toSeconds()));
            return 0;
        }
        run.line("Open deliveries end after their message, within " + grace.toSeconds() + " seconds.");
        run.line(
                destinations.equals(List.of(DestinationOrder.ALL))
                        ? "Mail delivery suspended."
                        : "Mail delivery suspended for " + String.join(", ", destinations) + ".");
        return 0;
    }

    private boolean numbered() {
        return !given.isEmpty() && given.getFirst().matches("-?[0-9]+");
    }

    /// As on the appliance, this is asked first.
    private Duration grace(Run run) throws NotRun {
        String usual = Long.toString(DestinationDesk.USUAL_GRACE.toSeconds());
        String seconds = numbered()
                ? given.getFirst()
                : !given.isEmpty() || !run.screen().asks()
                        ? usual
                        : run.argument(
                                null,
                                "Enter the number of seconds to wait before abruptly closing connections.",
                                usual,
                                "SECONDS");
        if (!seconds.matches("[0-9]{1,4}") || Integer.parseInt(seconds) > MOST_SECONDS) {
            throw new NotRun("the seconds must be a number from 0 to " + MOST_SECONDS + ", not " + seconds);
        }
        return Duration.ofSeconds(Integer.parseInt(seconds));
    }

    /// The domains of `suspenddel` and `resumedel`.
    static final class Domains {

        private Domains() {}

        /// The destinations that are meant, in the queue's form.
        static List<String> of(List<String> given, Run run) throws NotRun {
            List<String> said = given;
            if (said.isEmpty()) {
                String typed = run.argument(
                        null,
                        "Enter one or more domains [comma-separated], or ALL.\n",
                        run.screen().asks() ? "ALL" : "",
                        "DOMAIN|ALL");
                said = List.of(typed.strip().split("[\\s,]+"));
            }
            return said.stream()
                    .map(one -> one.equalsIgnoreCase(DestinationOrder.ALL)
                            ? DestinationOrder.ALL
                            : DestinationDesk.destination(one))
                    .distinct()
                    .toList();
        }
    }
}
