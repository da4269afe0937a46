package org.danegate.words.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.Signal;
import org.danegate.words.Screen;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session at a terminal: lines can be edited, questions asked, and Ctrl-C ends what runs.
final class TerminalScreen implements Screen, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TerminalScreen.class);

    /// Types that the library knows by itself. For others it would start a program with the client's text.
    private static final Set<String> TYPES =
            Set.of("xterm", "xterm-256color", "screen", "screen-256color", "ansi", "dumb");

    private static final int MOST_COLUMNS = 1000;

    private final Terminal terminal;
    private volatile CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean gone;

    private TerminalScreen(Terminal terminal) {
        this.terminal = terminal;
        terminal.handle(Terminal.Signal.INT, signal -> ended.countDown());
    }

    static TerminalScreen open(String type, InputStream in, OutputStream out, Environment environment)
            throws IOException {
        Terminal terminal = new ExternalTerminal(
                "danegate", TYPES.contains(type) ? type : "xterm", in, out, StandardCharsets.UTF_8);
        resize(terminal, environment.getEnv());
        environment.addSignalListener((channel, signal) -> resize(terminal, environment.getEnv()), Signal.WINCH);
        return new TerminalScreen(terminal);
    }

    private static void resize(Terminal terminal, Map<String, String> environment) {
        terminal.setSize(Size.of(
                number(environment.get(Environment.ENV_COLUMNS), 80),
                number(environment.get(Environment.ENV_LINES), 24)));
    }

    private static int number(@Nullable String text, int standard) {
        return text != null && text.matches("[1-9]\\d{0,3}")
                ? Math.min(Integer.parseInt(text), MOST_COLUMNS)
                : standard;
    }

    /// Reads lines with a history, and completes the first word of a line.
    LineReader lines(List<String> names) {
        return reader(new StringsCompleter(names));
    }

    private LineReader reader(StringsCompleter completer) {
        DefaultParser parser = new DefaultParser();
        parser.setEofOnUnclosedQuote(false);
        parser.setEscapeChars(new char[0]);
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .completer(completer)
                .parser(parser)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, false)
                .build();
    }

    /// Before the next word: Ctrl-C of the last one does not count for it.
    void again() {
        if (!gone) {
            ended = new CountDownLatch(1);
        }
    }

    void gone() {
        gone = true;
        ended.countDown();
        close();
    }

    @Override
    public void out(String text) {
        if (!gone) {
            terminal.writer().print(text);
            terminal.writer().flush();
        }
    }

    @Override
    public void err(String text) {
        out(text);
    }

    @Override
    public boolean asks() {
        return true;
    }

    @Override
    public Optional<String> ask(String question) {
        int last = question.lastIndexOf('\n') + 1;
        out(question.substring(0, last));
        try {
            return Optional.ofNullable(reader(new StringsCompleter()).readLine(question.substring(last)));
        } catch (UserInterruptException | EndOfFileException ended) {
            return Optional.empty();
        }
    }

    @Override
    public boolean follows() {
        return true;
    }

    @Override
    public boolean endedWithin(Duration time) throws InterruptedException {
        return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Files do not come through a terminal.
    @Override
    public String input() {
        return "";
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException left) {
            LOG.debug("A terminal did not close", left);
        }
    }
}
