package org.danegate.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.policy.file.PolicyCheck;
import org.danegate.words.wire.ApplianceWords;
import org.danegate.words.wire.WordNames;

/// The words of `bin/danegate`. It is a plain main without a Spring context, so that scripts can call it often: what
/// needs no server is done here, the other words are sent to the running server.
public final class CommandLine {

    /// Exit status when a command could not run: wrong usage, unreadable settings, no resolver answered.
    public static final int NOT_RUN = 2;

    private static final String DANEVERIFY = "daneverify";

    /// Options that name a server, which then does what could be done here.
    private static final List<String> SERVERS = List.of("--url", "--data-dir");

    static final String USAGE = """
            Usage:
              danegate daneverify [--policy-file FILE] [--resolver ADDR[:PORT]]...
                                  [--trust-anchor FILE] [--port N] [--json] DOMAIN
                  verifies that DOMAIN can be delivered to under DANE
                  exit status: 0 DANE SUCCESS, 1 DANE FAILED, 2 could not run
              danegate policy check FILE
                  checks a policy file; one line for each fault
                  exit status: 0 good, 1 faults
              danegate backup [--data-dir DIR] [--passphrase-file FILE] [--with-tracking] FILE
                  writes a backup of DIR, while its server runs or not
                  exit status: 0 written, 1 not written, 2 wrong usage, 4 DIR is of a newer version
              danegate restore [--data-dir DIR] [--passphrase-file FILE] [--verify]
                               [--deliver | --without-queue | --queue-from OLDDIR] FILE
                  makes DIR, which is empty or missing, of a backup; --verify looks only
                  exit status: 0 done, 1 not restored, 2 wrong usage, 4 the backup is of a newer version
              danegate serve [--property=value]...
                  starts the gateway and its console
                  exit status: 0 stopped, 1 could not start, 2 wrong usage, 3 it could not go on,
                               4 the data are of a newer version
              danegate prepare
                  makes the archives with which the server and commands start quickly
                  exit status: 0 made, or there before, 2 not made
              danegate completion bash
                  prints the completion script of bash
              danegate help [WORD]
                  prints this, or the arguments of a word

            Words for a running server (danegate WORD --help tells their arguments):
              status hoststatus tophosts hostrate delivernow suspenddel resumedel
              tlsverify destconfig dnsstatus dnsflush tail grep commit clearchanges
              policy apply
                  --data-dir DIR     the server's data directory (DANEGATE_DATA_DIR)
                  --url URL          a server's console instead (DANEGATE_URL), with a
                                     token in DANEGATE_TOKEN or by --token-file FILE
                  --ca-file FILE     certificates that sign the console's
                  exit status: 0 done, 1 not done or a negative result, 2 could not run
            """;

    private CommandLine() {}

    /// Whether the words after `java -jar danegate.jar` are a command. To start the server, there is no word,
    /// `serve`, or options that begin with `--`.
    public static boolean isCommand(List<String> args) {
        return !args.isEmpty()
                && !args.getFirst().equals("serve")
                && (!args.getFirst().startsWith("--") || args.getFirst().equals("--help"));
    }

    /// The server's options among the words that start it.
    ///
    /// @return empty when a word is not an option; an error is printed then, and nothing may start
    public static Optional<List<String>> serverOptions(List<String> args, PrintStream err) {
        List<String> options = !args.isEmpty() && args.getFirst().equals("serve") ? args.subList(1, args.size()) : args;
        Optional<String> word =
                options.stream().filter(o -> !o.startsWith("--")).findFirst();
        word.ifPresent(w -> usage("the server takes options such as --property=value, not: " + w, err));
        return word.isPresent() ? Optional.empty() : Optional.of(options);
    }

    /// Runs one command and exits with its status.
    public static void main(String[] args) {
        // Libraries must not print lines between those of the command.
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.exit(run(List.of(args), System.out, System.err));
    }

    /// Runs one command.
    ///
    /// @return its exit status
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.isEmpty()) {
            err.print(USAGE);
            return NOT_RUN;
        }
        List<String> rest = args.subList(1, args.size());
        return switch (args.getFirst()) {
            case DANEVERIFY ->
                Collections.disjoint(rest, SERVERS) ? DaneVerifyCommand.run(rest, out, err) : server(args, out, err);
            case "policy" -> policy(rest, out, err);
            case "backup", "restore" -> backup(args.getFirst(), rest, out, err);
            case "help", "--help", "-h" -> help(rest, out, err);
            case "completion" -> completion(rest, out, err);
            default -> server(args, out, err);
        };
    }

    private static int server(List<String> args, PrintStream out, PrintStream err) {
        String word = args.getFirst();
        if (WordNames.ALL.contains(word)) {
            return ServerCommand.run(args, System.getenv(), out, err);
        }
        Optional<String> elsewhere = ApplianceWords.elsewhere(word);
        return elsewhere.isPresent()
                ? fault(word + " is not a word here: " + elsewhere.get(), err)
                : usage("unknown command: " + word, err);
    }

    private static int completion(List<String> args, PrintStream out, PrintStream err) {
        if (!args.equals(List.of("bash"))) {
            return usage("completion is there for bash", err);
        }
        try (InputStream script = CommandLine.class.getResourceAsStream("/completion/danegate")) {
            out.write(Objects.requireNonNull(script, "the completion script").readAllBytes());
            out.flush();
            return 0;
        } catch (IOException e) {
            return fault("the completion script cannot be read", err);
        }
    }

    /// The usage, or the arguments of a word, which its server tells.
    private static int help(List<String> rest, PrintStream out, PrintStream err) {
        if (!rest.isEmpty()
                && WordNames.ALL.contains(rest.getFirst())
                && !rest.getFirst().equals(DANEVERIFY)) {
            List<String> asked = new ArrayList<>(rest);
            asked.add(1, "--help");
            return server(asked, out, err);
        }
        out.print(USAGE);
        return 0;
    }

    static int usage(String problem, PrintStream err) {
        fault(problem, err);
        err.print(USAGE);
        return NOT_RUN;
    }

    static int fault(String problem, PrintStream err) {
        err.println("danegate: " + problem);
        return NOT_RUN;
    }

    private static int backup(String word, List<String> args, PrintStream out, PrintStream err) {
        try {
            return word.equals("backup")
                    ? BackupCommands.backup(BackupOptions.read(args), out, err)
                    : BackupCommands.restore(RestoreOptions.read(args), out, err);
        } catch (WrongOptions e) {
            return usage(String.valueOf(e.getMessage()), err);
        }
    }

    private static int policy(List<String> args, PrintStream out, PrintStream err) {
        if (!args.isEmpty() && args.getFirst().equals("apply")) {
            return server(Stream.concat(Stream.of("policy"), args.stream()).toList(), out, err);
        }
        if (args.size() != 2 || !args.getFirst().equals("check")) {
            return usage("policy check needs one file", err);
        }
        return PolicyCheck.check(Path.of(args.get(1)), out);
    }
}
