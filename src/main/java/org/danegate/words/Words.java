package org.danegate.words;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.danegate.address.OutsideText;
import org.danegate.event.ActingClient;
import org.danegate.words.wire.ApplianceWords;
import org.danegate.words.word.Vocabulary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/// Runs words, whichever door they come through: checks the role, reads the arguments, writes the audit log, and turns
/// what happens into an exit status.
public final class Words {

    /// Exit status when a word could not run.
    public static final int NOT_RUN = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Words.class);
    private static final int LONGEST_IN_AUDIT = 500;

    private final WordRooms rooms;

    Words(WordRooms rooms) {
        this.rooms = rooms;
    }

    /// Runs a word; blocks until it ends.
    ///
    /// @param words the word and its arguments
    /// @return the exit status
    public int run(List<String> words, WordUser user, Screen screen) {
        Run run = new Run(user, screen, rooms);
        if (words.isEmpty() || isHelp(words.getFirst())) {
            return help(words, run);
        }
        String name = words.getFirst();
        Optional<Vocabulary.Entry> entry = Vocabulary.entry(name);
        if (entry.isEmpty()) {
            run.problem(unknown(name));
            return NOT_RUN;
        }
        AtomicInteger status = new AtomicInteger(NOT_RUN);
        ActingClient.during(user.address(), () -> {
            status.set(known(entry.get(), words.subList(1, words.size()), run));
            return null;
        });
        return status.get();
    }

    /// What is said about a word that is none of ours.
    public static String unknown(String name) {
        return ApplianceWords.elsewhere(name)
                .map(there -> name + " is not a word here: " + there)
                .orElse("unknown word: " + name + "; the word help lists all");
    }

    static boolean isHelp(String word) {
        return word.equals("help") || word.equals("--help") || word.equals("-h") || word.equals("?");
    }

    private int help(List<String> words, Run run) {
        if (words.size() < 2) {
            run.lines(Vocabulary.list());
            return 0;
        }
        Optional<Vocabulary.Entry> entry = Vocabulary.entry(words.get(1));
        if (entry.isEmpty()) {
            run.problem(unknown(words.get(1)));
            return NOT_RUN;
        }
        run.lines(new CommandLine(entry.get().make()).getUsageMessage());
        return 0;
    }

    private int known(Vocabulary.Entry entry, List<String> arguments, Run run) {
        String said = OutsideText.brief(String.join(" ", withName(entry.name(), arguments)), LONGEST_IN_AUDIT);
        if (!run.user().mayAct(entry.role())) {
            rooms.acts().publish(run.user().name(), "was refused the word: " + said);
            run.problem(entry.name() + " needs the role " + entry.role().label() + "; yours is "
                    + run.user().role().label());
            return NOT_RUN;
        }
        CommandLine line = new CommandLine(entry.make()).setUsageHelpAutoWidth(false);
        try {
            CommandLine.ParseResult read = line.parseArgs(arguments.toArray(String[]::new));
            CommandLine last = read.asCommandLineList().getLast();
            if (read.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested)) {
                run.lines(last.getUsageMessage());
                return 0;
            }
            if (!(last.getCommand() instanceof Word word)) {
                run.problem(entry.name() + " needs one of: "
                        + String.join(", ", last.getSubcommands().keySet()));
                return NOT_RUN;
            }
            rooms.acts().publish(run.user().name(), "ran the word: " + said);
            return carriedOut(entry, word, run);
        } catch (CommandLine.ParameterException wrong) {
            run.problem(String.valueOf(wrong.getMessage()));
            run.screen().err(usage(wrong.getCommandLine()));
            return NOT_RUN;
        }
    }

    private static int carriedOut(Vocabulary.Entry entry, Word word, Run run) {
        try {
            return word.run(run);
        } catch (NotRun missing) {
            run.problem(String.valueOf(missing.getMessage()));
            return NOT_RUN;
        } catch (IllegalArgumentException refused) {
            run.problem(String.valueOf(refused.getMessage()));
            return 1;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return NOT_RUN;
        } catch (IOException | RuntimeException failed) {
            LOG.warn("The word {} failed", entry.name(), failed);
            run.problem("the server could not do it; its own log says why");
            return NOT_RUN;
        }
    }

    private static List<String> withName(String name, List<String> arguments) {
        return Stream.concat(Stream.of(name), arguments.stream()).toList();
    }

    private static String usage(CommandLine line) {
        StringWriter text = new StringWriter();
        line.usage(new PrintWriter(text, true), CommandLine.Help.Ansi.OFF);
        return text.toString();
    }
}
