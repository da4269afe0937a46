package org.danegate.words.word;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.danegate.monitor.Retry;
import org.danegate.operations.DestinationDesk;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `delivernow`: waiting mail is due now.
@Command(name = "delivernow", description = "makes waiting mail due now")
final class DeliverNowWord implements Word {

    private static final String ALL = "all";

    @Parameters(arity = "0..1", paramLabel = "DOMAIN|ALL", description = "whose mail is tried")
    private @Nullable String whose;

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) throws NotRun {
        String chosen = whose == null ? asked(run) : whose;
        if (chosen.toLowerCase(Locale.ROOT).equals(ALL)) {
            all(run.rooms().delivery().retryAll(run.user().name()), run);
            return 0;
        }
        String domain = DestinationDesk.destination(chosen);
        return one(domain, run.rooms().delivery().retry(domain, run.user().name()), run);
    }

    /// Without a terminal nothing is chosen for the caller.
    private static String asked(Run run) throws NotRun {
        String question = """
                Please choose an option for scheduling immediate delivery.
                1. By recipient domain
                2. All messages
                """;
        String choice = run.argument(null, question, run.screen().asks() ? "1" : "", "DOMAIN|ALL");
        return switch (choice) {
            case "1" -> run.argument(null, "Please enter the domain to schedule for delivery.\n", "", "DOMAIN");
            case "2" -> ALL;
            default -> throw new NotRun("the choice is 1 or 2");
        };
    }

    private void all(Retry.All all, Run run) {
        if (form.json()) {
            run.json(all);
            return;
        }
        run.line("Scheduling all messages for immediate delivery.");
        run.line(Columns.number(all.recipients()) + " recipients are due now, " + Columns.number(all.inDelivery())
                + " were in delivery, " + Columns.number(all.held()) + " are held, "
                + Columns.number(all.suspended()) + " wait for delivery to be resumed.");
    }

    private int one(String domain, Retry what, Run run) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("domain", domain);
        int status = 0;
        String text = switch (what) {
            case Retry.NothingWaits none -> {
                tree.put("recipients", 0);
                yield "Nothing waits for " + domain + ".";
            }
            case Retry.Suspended suspended -> {
                tree.put("recipients", 0);
                tree.put("suspended", suspended.waiting());
                status = 1;
                yield "Delivery to " + domain + " is suspended: nothing was done.";
            }
            case Retry.Released released -> {
                tree.put("recipients", released.recipients());
                tree.put("inDelivery", released.inDelivery());
                tree.put("held", released.held());
                yield "Scheduling messages for " + domain + " for immediate delivery: "
                        + Columns.number(released.recipients()) + " recipients are due now, "
                        + Columns.number(released.inDelivery()) + " were in delivery, "
                        + Columns.number(released.held()) + " are held.";
            }
        };
        if (form.json()) {
            run.json(tree);
        } else {
            run.line(text);
        }
        return status;
    }
}
