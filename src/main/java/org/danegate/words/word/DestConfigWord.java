package org.danegate.words.word;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.access.Role;
import org.danegate.address.MailDestination;
import org.danegate.config.Submission;
import org.danegate.operations.DestinationDesk;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.Policy;
import org.danegate.policy.file.DestinationTableFile;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `destconfig`: the Destination Control Table of the working copy.
@Command(
        name = "destconfig",
        description = "prints, exports and imports Destination Controls",
        subcommands = {
            DestConfigWord.Print.class,
            DestConfigWord.Detail.class,
            DestConfigWord.Export.class,
            DestConfigWord.Import.class
        })
final class DestConfigWord {

    private DestConfigWord() {}

    static DestConfigWord make() {
        return new DestConfigWord();
    }

    private static Map<String, Object> tree(String domain, DestinationProfile profile) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("domain", domain);
        tree.put("concurrentConnections", profile.concurrentConnections());
        tree.put("messagesPerConnection", profile.messagesPerConnection());
        tree.put("tls", profile.tls().label());
        tree.put("dane", profile.dane().label());
        tree.put("bounceVerification", profile.bounceVerification());
        tree.put("bounceProfile", profile.bounceProfile());
        return tree;
    }

    /// The list.
    @Command(name = "print", aliases = "list", description = "lists the entries with their effective values")
    static final class Print implements Word {

        @Mixin
        private Form form = new Form();

        @Override
        public int run(Run run) {
            DestinationControls controls = run.rooms().working().policy().destinationControls();
            DestinationProfile standard = controls.defaultProfile();
            if (form.json()) {
                run.json(Map.of(
                        "default",
                        tree("Default", standard),
                        "destinations",
                        controls.entries().stream()
                                .map(e -> tree(e.pattern().toString(), e.over(standard)))
                                .toList()));
                return 0;
            }
            int count = controls.entries().size();
            run.line("There " + (count == 1 ? "is currently 1 entry" : "are currently " + count + " entries")
                    + " configured.");
            run.line("");
            row("Domain", "Limit", "TLS", "DANE", "Bounce Profile", run);
            controls.entries().forEach(e -> row(e.pattern().toString(), e.over(standard), run));
            row("(Default)", standard, run);
            return 0;
        }

        private static void row(String domain, DestinationProfile p, Run run) {
            row(
                    domain,
                    p.concurrentConnections() + " conn",
                    p.tls().label(),
                    p.dane().label(),
                    p.bounceProfile(),
                    run);
        }

        private static void row(String domain, String limit, String tls, String dane, String bounces, Run run) {
            run.line(String.format("%-30s %-10s %-32s %-13s %s", domain, limit, tls, dane, bounces)
                    .stripTrailing());
        }
    }

    /// What applies to a domain.
    @Command(name = "detail", description = "prints the settings that apply to a domain")
    static final class Detail implements Word {

        @Parameters(paramLabel = "DOMAIN", description = "recipient domain")
        private String domain = "";

        @Mixin
        private Form form = new Form();

        @Override
        public int run(Run run) {
            String name = DestinationDesk.destination(domain);
            DestinationControls.Effective effective =
                    run.rooms().working().policy().destinationControls().effectiveFor(MailDestination.of(name));
            Map<String, Object> tree = tree(name, effective.profile());
            tree.put(
                    "entry",
                    effective.entry() == null
                            ? "Default"
                            : effective.entry().pattern().toString());
            if (form.json()) {
                run.json(tree);
            } else {
                tree.forEach((key, value) -> run.line(String.format("%-24s%s", key, value)));
            }
            return 0;
        }
    }

    /// The table file.
    @Command(name = "export", description = "prints the table in the appliance's file format")
    static final class Export implements Word {

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "tells the arguments")
        private boolean help;

        @Override
        public int run(Run run) {
            run.lines(DestinationTableFile.write(run.rooms().working().policy().destinationControls()));
            return help ? 1 : 0;
        }
    }

    /// A table file instead of the table.
    @Command(name = "import", description = "replaces the table by a file in the appliance's format; needs Operator")
    static final class Import implements Word {

        @Parameters(paramLabel = "FILE", description = "table file; - for standard input")
        private String file = "";

        @Option(names = "--yes", description = "does it without asking")
        private boolean yes;

        @Mixin
        private Form form = new Form();

        @Override
        public int run(Run run) throws NotRun {
            run.demand(Role.OPERATOR, "destconfig import");
            Policy now = run.rooms().working().policy();
            String text = run.screen().input();
            if (text.isBlank()) {
                throw new NotRun("no table arrived with the word");
            }
            DestinationTableFile.Reading reading = DestinationTableFile.read(text, now);
            DestinationControls table = reading.table();
            if (table == null) {
                reading.faults().forEach(fault -> run.screen().err(fault.in(file) + "\n"));
                return 1;
            }
            if (!run.sure(
                    yes,
                    "Are you sure you want to replace the table by "
                            + table.entries().size() + " entries?")) {
                run.line("Nothing was done.");
                return 1;
            }
            return replaced(table, now.destinationControls(), run);
        }

        private int replaced(DestinationControls table, DestinationControls before, Run run) {
            switch (run.rooms().destinations().replace(table, before, run.user().name())) {
                case Submission.Submitted done -> {
                    List<String> said = List.of(
                            table.entries().size() + " entries were imported.", "The word commit puts them in force.");
                    if (form.json()) {
                        run.json(Map.of("entries", table.entries().size()));
                    } else {
                        said.forEach(run::line);
                    }
                    return 0;
                }
                case Submission.Rejected rejected -> Committing.faults(rejected.faults(), run);
                case Submission.Stale stale -> run.problem(stale.why().english());
            }
            return 1;
        }
    }
}
