package org.danegate.words.word;

import java.util.Map;
import org.danegate.config.Submission;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `clearchanges`: the working copy is the policy in force again.
@Command(name = "clearchanges", description = "abandons the pending changes of all administrators")
final class ClearChangesWord implements Word {

    @Option(names = "--yes", description = "does it without asking")
    private boolean yes;

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) throws NotRun {
        int pending = run.rooms().working().pending();
        if (pending == 0) {
            run.problem("there are no changes to clear");
            return 1;
        }
        if (!run.sure(yes, "Are you sure you want to clear all changes since the last commit?")) {
            run.line("Nothing was done.");
            return 1;
        }
        return switch (run.rooms().working().abandon(null, run.user().name())) {
            case Submission.Submitted done -> {
                if (form.json()) {
                    run.json(Map.of("cleared", pending));
                } else {
                    run.line("Changes cleared: " + run.time(run.now()));
                }
                yield 0;
            }
            case Submission.Rejected rejected -> {
                Committing.faults(rejected.faults(), run);
                yield 1;
            }
            case Submission.Stale stale -> {
                run.problem(stale.why().english());
                yield 1;
            }
        };
    }
}
