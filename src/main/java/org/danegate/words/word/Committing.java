package org.danegate.words.word;

import java.util.List;
import java.util.Map;
import org.danegate.config.Acknowledgements;
import org.danegate.config.Commit;
import org.danegate.config.WorkingPolicy;
import org.danegate.wording.Fault;
import org.danegate.words.NotRun;
import org.danegate.words.Run;

/// Puts the working copy in force, for the words that do.
final class Committing {

    private Committing() {}

    /// Commits and prints the result.
    ///
    /// @param acknowledged whether advice that must be acknowledged was read
    /// @return the exit status
    static int commit(String comment, boolean acknowledged, boolean json, Run run) throws NotRun {
        WorkingPolicy working = run.rooms().working();
        List<Fault> grave = acknowledged ? List.of() : Acknowledgements.needed(working);
        if (!grave.isEmpty()) {
            grave.forEach(fault -> run.problem(fault.message()));
            throw new NotRun("there is advice to read; say --acknowledged to commit all the same");
        }
        return switch (working.commit(comment, run.user().name())) {
            case Commit.Done done -> {
                if (json) {
                    run.json(Map.of("revision", done.revision()));
                } else {
                    run.line("Changes committed: " + run.time(run.now()));
                    run.line("Revision " + done.revision());
                }
                yield 0;
            }
            case Commit.Nothing nothing -> {
                run.problem("there is nothing to commit");
                yield 1;
            }
            case Commit.Rejected rejected -> {
                faults(rejected.faults(), run);
                yield 1;
            }
            case Commit.Stale stale -> {
                run.problem(stale.why().english());
                yield 1;
            }
        };
    }

    /// Prints faults, each with its field.
    static void faults(List<Fault> faults, Run run) {
        faults.forEach(fault -> run.problem((fault.field().isEmpty() ? "" : fault.field() + ": ") + fault.message()));
    }
}
