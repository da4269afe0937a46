package org.danegate.words.word;

import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `commit`: the working copy is in force.
@Command(name = "commit", description = "puts the pending changes in force")
final class CommitWord implements Word {

    @Parameters(arity = "0..1", paramLabel = "COMMENT", description = "for the history; none when not given")
    private @Nullable String comment;

    @Option(names = "--acknowledged", description = "advice that must be acknowledged was read")
    private boolean acknowledged;

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) throws NotRun {
        String text = comment;
        if (text == null) {
            text = run.screen().asks()
                    ? run.screen()
                            .ask("Please enter some comments describing your changes:\n[]> ")
                            .orElseThrow(() -> new NotRun("nothing was answered, and nothing was done"))
                            .strip()
                    : "";
        }
        return Committing.commit(text, acknowledged, form.json(), run);
    }
}
