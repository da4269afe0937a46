package org.danegate.command;

import java.io.Console;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.danegate.control.ControlFile;
import org.danegate.control.Frame;
import org.danegate.control.Reception;
import org.danegate.control.Request;
import org.danegate.words.wire.WordNames;

/// A word that a running server carries out: it is sent there as it is, and what comes back is printed.
final class ServerCommand {

    private final PrintStream out;
    private final PrintStream err;

    private ServerCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    static int run(List<String> args, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            ServerOptions options = ServerOptions.read(args, environment);
            ServerCommand command = new ServerCommand(out, err);
            String url = options.url();
            return url == null
                    ? command.local(options)
                    : command.printed(
                            RemoteServer.of(url, options, environment).say(request(options, false)),
                            Reception.Asking.NOBODY);
        } catch (WrongOptions e) {
            return CommandLine.fault(String.valueOf(e.getMessage()), err);
        } catch (IOException e) {
            return CommandLine.fault("the server does not answer: " + reason(e), err);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static Request request(ServerOptions options, boolean terminal) throws WrongOptions {
        int file = WordNames.fileOf(options.words());
        return new Request(
                options.words(),
                terminal,
                file < 0 ? "" : content(options.words().get(file)));
    }

    private static String content(String file) throws WrongOptions {
        try {
            byte[] octets = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
            if (octets.length > Request.MOST_INPUT) {
                throw WrongOptions.file("the file is too large: " + file);
            }
            return new String(octets, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw WrongOptions.file("the file cannot be read: " + file);
        }
    }

    private int local(ServerOptions options) throws WrongOptions, IOException {
        boolean terminal = terminal().isPresent();
        Request request = request(options, terminal);
        try (SocketChannel channel = connected(options.dataDir())) {
            DataOutputStream to = new DataOutputStream(Channels.newOutputStream(channel));
            request.write(to);
            return printed(
                    new DataInputStream(Channels.newInputStream(channel)),
                    terminal ? question -> answered(question, to) : Reception.Asking.NOBODY);
        }
    }

    private static SocketChannel connected(Path dataDir) throws WrongOptions {
        try {
            return SocketChannel.open(ControlFile.in(dataDir));
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("ermission denied")) {
                throw WrongOptions.file("the data directory " + dataDir
                        + " is closed to you: run this as root or as the server's own user, danegate where it was"
                        + " installed as a package");
            }
            throw WrongOptions.file("no server runs with the data directory " + dataDir
                    + "; name another by --data-dir or DANEGATE_DATA_DIR, or a console by --url");
        }
    }

    /// Prints what comes until the end. No word sends octets for the command itself.
    private int printed(DataInputStream from, Reception.Asking asking) throws IOException {
        try (from) {
            OptionalInt status = new Reception(out, err, OutputStream.nullOutputStream(), asking).take(from);
            return status.isPresent()
                    ? status.getAsInt()
                    : CommandLine.fault("the server went away before the end", err);
        }
    }

    /// The terminal; some versions of Java give a console where there is none.
    private static Optional<Console> terminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    private static boolean answered(String question, DataOutputStream answers) throws IOException {
        String line =
                terminal().map(console -> console.readLine("%s", question)).orElse(null);
        if (line == null) {
            return false;
        }
        Frame.of(Frame.Kind.ANSWER, line).write(answers);
        answers.flush();
        return true;
    }
}
