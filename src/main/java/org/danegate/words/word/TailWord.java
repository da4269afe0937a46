package org.danegate.words.word;

import java.io.IOException;
import org.danegate.maillog.FoundLines;
import org.danegate.maillog.LogSearch;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tail`: the newest lines of a log, and those that follow.
@Command(name = "tail", description = "prints a log as it is written; Ctrl-C ends it")
final class TailWord implements Word {

    @Parameters(arity = "0..1", paramLabel = "LOG", description = "name of the log, or its number in the list")
    private @Nullable String log;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "lines before those that follow, 0 to 10000; 10 when not given")
    private int lines = 10;

    @Option(names = "--no-follow", description = "ends after the lines that are there")
    private boolean still;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "tells the arguments")
    private boolean help;

    @Override
    public int run(Run run) throws NotRun, IOException, InterruptedException {
        if (lines < 0 || lines > 10_000 || help) {
            throw new NotRun("--lines is 0 to 10000");
        }
        String name = LogChoice.of(log, "tail", run);
        boolean follows = !still && run.screen().follows();
        try (LogFollower follower = LogFollower.atEnd(run.rooms().logs(), name)) {
            if (lines > 0) {
                FoundLines newest = run.rooms().logs().search(name, LogSearch.newest(lines));
                run.lines(newest.text());
            }
            while (follows && !run.screen().endedWithin(LogFollower.PAUSE)) {
                follower.fresh().forEach(run::line);
            }
        }
        return 0;
    }
}
