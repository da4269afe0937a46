package org.danegate.words.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.danegate.words.Screen;
import org.danegate.words.Words;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A channel of a session in which words are said: with a terminal when the client asked for one, else with plain
/// streams.
final class WordChannel implements Command {

    private static final Logger LOG = LoggerFactory.getLogger(WordChannel.class);

    private final ChannelSession channel;
    private final Talk talk;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private @Nullable ExitCallback exit;
    private volatile @Nullable StreamScreen plain;
    private volatile @Nullable TerminalScreen terminal;

    /// What is said in the channel.
    @FunctionalInterface
    interface Talk {
        /// @param terminal the screen again when it is a terminal, otherwise null
        /// @return exit status
        int on(Screen screen, @Nullable TerminalScreen terminal) throws IOException;
    }

    WordChannel(ChannelSession channel, Talk talk) {
        this.channel = channel;
        this.talk = talk;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession same, Environment environment) throws IOException {
        String type = environment.getEnv().get(Environment.ENV_TERM);
        if (type == null) {
            plain = new StreamScreen(in, out, err);
        } else {
            terminal = TerminalScreen.open(type, in, out, environment);
        }
        Thread.ofVirtual().name("ssh-word").start(this::run);
    }

    private void run() {
        int status = Words.NOT_RUN;
        TerminalScreen tty = terminal;
        StreamScreen streams = plain;
        try {
            Screen screen = tty == null ? streams : tty;
            if (screen != null) {
                status = Math.max(talk.on(screen, tty), -1);
            }
        } catch (IOException | RuntimeException failed) {
            LOG.debug("A word over SSH broke off", failed);
        } finally {
            if (tty != null) {
                tty.close();
            }
            ExitCallback callback = exit;
            if (callback != null) {
                callback.onExit(status < 0 ? Words.NOT_RUN : status, "", channel.isClosing());
            }
        }
    }

    /// The channel is closed: whatever runs in it ends.
    @Override
    public void destroy(ChannelSession same) {
        StreamScreen streams = plain;
        TerminalScreen tty = terminal;
        if (streams != null) {
            streams.gone();
        }
        if (tty != null) {
            tty.gone();
        }
    }
}
