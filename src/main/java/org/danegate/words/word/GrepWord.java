package org.danegate.words.word;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.danegate.maillog.FoundLines;
import org.danegate.maillog.LineFilter;
import org.danegate.maillog.LogSearch;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `grep`: lines of a log that match an expression.
@Command(
        name = "grep",
        description = "searches a log: grep [-c] [-i] [-p] [-t] [-v] [-e] REGEX LOG",
        synopsisHeading = "Usage: ")
final class GrepWord implements Word {

    private static final int PAGE = 23;
    private static final int MOST = 10_000;

    @Option(names = "-c", description = "prints only the number of lines")
    private boolean count;

    @Option(names = "-i", description = "ignores upper and lower case")
    private boolean ignoreCase;

    @Option(names = "-p", description = "waits at each page, at a terminal")
    private boolean pages;

    @Option(names = "-t", description = "goes on with lines that are added; Ctrl-C ends it")
    private boolean follow;

    @Option(names = "-v", description = "lines that do not match")
    private boolean invert;

    @Option(names = "-e", paramLabel = "REGEX", description = "the expression, also one that begins with -")
    private @Nullable String expression;

    @Option(names = "--limit", paramLabel = "N", description = "newest lines at most, 1 to 10000; 10000 when not given")
    private int limit = MOST;

    @Parameters(arity = "0..2", paramLabel = "REGEX LOG", description = "the expression, and the log by name or number")
    private List<String> given = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "tells the arguments")
    private boolean help;

    @Override
    public int run(Run run) throws NotRun, IOException, InterruptedException {
        if (limit < 1 || limit > MOST || help) {
            throw new NotRun("--limit is 1 to " + MOST);
        }
        List<String> rest = new ArrayList<>(given);
        String wanted = expression == null && !rest.isEmpty() ? rest.removeFirst() : expression;
        if (rest.size() > 1) {
            throw new NotRun("too many arguments");
        }
        String log = LogChoice.of(rest.isEmpty() ? null : rest.getFirst(), "grep", run);
        String regex = run.argument(wanted, "Enter the regular expression to grep.\n", "", "REGEX");
        FoundLines found;
        try (LogFollower follower = LogFollower.atEnd(run.rooms().logs(), log)) {
            found = run.rooms().logs().search(log, new LogSearch(regex, true, !ignoreCase, invert, 0, limit, "", ""));
            if (count) {
                run.line(String.valueOf(found.matches() < 0 ? found.shown() : found.matches()));
                return found.shown() > 0 ? 0 : 1;
            }
            print(found, run);
            if (follow && run.screen().follows()) {
                goOn(follower, regex, run);
                return 0;
            }
        }
        return found.shown() > 0 ? 0 : 1;
    }

    private void print(FoundLines found, Run run) {
        int line = 0;
        for (FoundLines.Line one : found.lines()) {
            run.line(one.text());
            if (pages && run.screen().asks() && ++line % PAGE == 0 && !wantsMore(run)) {
                return;
            }
        }
    }

    private static boolean wantsMore(Run run) {
        return run.screen()
                .ask("-Press Enter for more, q to stop- ")
                .filter(typed -> !typed.startsWith("q"))
                .isPresent();
    }

    private void goOn(LogFollower follower, String regex, Run run) throws IOException, InterruptedException {
        while (!run.screen().endedWithin(LogFollower.PAUSE)) {
            // What one filter may cost is bounded, so each batch has its own.
            Predicate<String> found = LineFilter.regex(regex, ignoreCase);
            Predicate<String> wanted = invert ? found.negate() : found;
            follower.fresh().stream().filter(wanted).forEach(run::line);
        }
    }
}
