package org.danegate.command;

import java.io.Console;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.words.wire.Frame;
import org.danegate.words.wire.Request;
import org.danegate.words.wire.WordNames;
import org.danegate.words.wire.WordSocket;
import org.jspecify.annotations.Nullable;

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
                    : command.printed(RemoteServer.of(url, options, environment).say(request(options, false)), null);
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
            return printed(new DataInputStream(Channels.newInputStream(channel)), terminal ? to : null);
        }
    }

    private static SocketChannel connected(Path dataDir) throws WrongOptions {
        try {
            return SocketChannel.open(WordSocket.in(dataDir));
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

    /// Prints frames until the last one.
    ///
    /// @param answers where answers of the terminal go; null when nobody can be asked
    private int printed(DataInputStream from, @Nullable DataOutputStream answers) throws IOException {
        try (from) {
            Optional<Frame> frame = Frame.read(from);
            while (frame.isPresent() && !out.checkError()) {
                switch (frame.get().kind()) {
                    case OUT -> print(out, frame.get());
                    case ERR -> print(err, frame.get());
                    case ASK -> {
                        if (answers == null || !answered(frame.get().text(), answers)) {
                            return CommandLine.NOT_RUN;
                        }
                    }
                    case END -> {
                        return frame.get().status();
                    }
                    case ANSWER -> throw new IOException("not a frame of a server");
                }
                frame = Frame.read(from);
            }
        }
        return out.checkError() ? CommandLine.NOT_RUN : CommandLine.fault("the server went away before the end", err);
    }

    private static void print(PrintStream stream, Frame frame) {
        stream.write(frame.octets(), 0, frame.octets().length);
        stream.flush();
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
