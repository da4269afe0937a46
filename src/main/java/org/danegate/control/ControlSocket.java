package org.danegate.control;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Listens on the socket `control.sock` of the data directory and runs the acts that commands ask for. The directory is
/// its owner's alone, so whoever can connect is the server's user or root.
final class ControlSocket implements SmartLifecycle {

    static final String FILE = "control.sock";
    static final int MOST_WORDS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final Map<String, ControlAct> acts;
    private volatile @Nullable ServerSocketChannel listening;

    ControlSocket(Path dataDir, List<ControlAct> acts) {
        this.file = dataDir.toAbsolutePath().normalize().resolve(FILE);
        this.acts = acts.stream().collect(Collectors.toMap(ControlAct::name, Function.identity()));
    }

    /// Begins to listen. Mail does not depend on it: a server without it runs, and says so.
    @Override
    public void start() {
        try {
            // Left by a process that was killed: this process alone has the directory.
            Files.deleteIfExists(file);
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.bind(UnixDomainSocketAddress.of(file));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            listening = channel;
            Thread.ofPlatform().daemon().name("control").start(() -> accept(channel));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Commands such as backup cannot reach this server: {} cannot be made ({})", file, e.getMessage());
        }
    }

    private void accept(ServerSocketChannel channel) {
        while (channel.isOpen()) {
            try {
                SocketChannel caller = channel.accept();
                Thread.ofVirtual().name("control-act").start(() -> serve(caller));
            } catch (ClosedChannelException ended) {
                return;
            } catch (IOException e) {
                LOG.warn("Commands cannot reach this server any more: {}", e.getMessage());
                return;
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller;
                Answer answer = new Answer(new BufferedOutputStream(Channels.newOutputStream(caller), BUFFER))) {
            answer.end(run(words(caller), user(caller), answer));
        } catch (IOException gone) {
            LOG.debug("A command went away: {}", gone.getMessage());
        }
    }

    private int run(List<String> words, String user, Answer answer) throws IOException {
        ControlAct act = words.isEmpty() ? null : acts.get(words.getFirst());
        if (act == null) {
            answer.fault("the running server does not know this command; is it an older version?");
            return 1;
        }
        try {
            return act.run(words.subList(1, words.size()), user, answer);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The command {} of {} failed: {}", act.name(), user, e.toString());
            answer.fault(String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private static List<String> words(SocketChannel caller) throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(caller));
        int many = in.readInt();
        if (many < 1 || many > MOST_WORDS) {
            throw new IOException("no command");
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            words.add(in.readUTF());
        }
        return words;
    }

    private static String user(SocketChannel caller) {
        try {
            return caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        } catch (IOException | UnsupportedOperationException unknown) {
            return "the command line";
        }
    }

    @Override
    public void stop() {
        ServerSocketChannel channel = listening;
        listening = null;
        if (channel != null) {
            try {
                channel.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.debug("{} stays: {}", file, e.getMessage());
            }
        }
    }

    @Override
    public boolean isRunning() {
        return listening != null;
    }
}
