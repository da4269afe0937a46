package org.danegate.words.word;

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

    @Parameters(arity = "0..*", paramLabel = "DOMAIN|ALL", description = "ALL, or domains")
    private List<String> domains = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for other administrators")
    private String reason = "";

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) throws NotRun {
        List<String> destinations = Domains.of(domains, run);
        destinations.forEach(
                one -> run.rooms().desk().suspend(one, reason, run.user().name()));
        if (form.json()) {
            run.json(Map.of("suspended", destinations));
            return 0;
        }
        run.line("Open deliveries end after their message, within 30 seconds.");
        run.line(
                destinations.equals(List.of(DestinationOrder.ALL))
                        ? "Mail delivery suspended."
                        : "Mail delivery suspended for " + String.join(", ", destinations) + ".");
        return 0;
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
