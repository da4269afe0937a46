package org.danegate.words;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.danegate.access.Role;
import org.danegate.words.wire.Frame;
import org.danegate.words.wire.Request;
import org.danegate.words.wire.WordSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The socket file in the data directory. Only the server's own user and root can open it, and the system says which of
/// them it is; both could read and write every file of the server anyway, so both are administrators.
final class LocalDoor implements SmartLifecycle {

    /// The most words that run at once through this door.
    static final int MOST = 32;

    private static final Logger LOG = LoggerFactory.getLogger(LocalDoor.class);
    private static final Set<String> ALWAYS = Set.of("root");

    private final Words words;
    private final Path data;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private @Nullable Object key;
    private volatile @Nullable ServerSocketChannel server;

    LocalDoor(Words words, Path data) {
        this.words = words;
        this.data = data;
    }

    @Override
    public void start() {
        UnixDomainSocketAddress address = WordSocket.in(data);
        Path file = address.getPath();
        ServerSocketChannel listening = null;
        try {
            Files.deleteIfExists(file);
            listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            // The folder is closed to others, so nobody can connect before the mode is set.
            listening.bind(address);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            key = fileKey(file);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("Words of the command line cannot reach this server: {} cannot be opened: {}", file, e.toString());
            close(listening);
            return;
        }
        server = listening;
        ServerSocketChannel accepting = listening;
        Thread.ofVirtual().name("words").start(() -> accept(accepting));
    }

    private static @Nullable Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private void accept(ServerSocketChannel listening) {
        while (listening.isOpen()) {
            try {
                SocketChannel caller = listening.accept();
                if (open.size() >= MOST) {
                    caller.close();
                    continue;
                }
                open.add(caller);
                Thread.ofVirtual().name("word").start(() -> serve(caller));
            } catch (IOException ended) {
                if (listening.isOpen()) {
                    LOG.warn("Words of the command line are not taken any more: {}", ended.toString());
                    close(listening);
                }
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller;
                DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(caller)));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(caller)))) {
            UnixDomainPrincipal peer = caller.getOption(ExtendedSocketOptions.SO_PEERCRED);
            String name = peer == null ? "" : peer.user().getName();
            if (!ALWAYS.contains(name) && !name.equals(Files.getOwner(data).getName())) {
                Frame.of(Frame.Kind.ERR, "danegate: only root and the server's own user may say words here\n")
                        .write(out);
                Frame.end(Words.NOT_RUN).write(out);
                return;
            }
            Request request = Request.read(in);
            try (FrameScreen screen = FrameScreen.over(out, in, request)) {
                screen.end(words.run(request.words(), new WordUser(name, Role.ADMINISTRATOR, "local"), screen));
            }
        } catch (IOException gone) {
            LOG.debug("A caller of a word went away", gone);
        } finally {
            open.remove(caller);
        }
    }

    @Override
    public void stop() {
        ServerSocketChannel listening = server;
        server = null;
        close(listening);
        open.forEach(LocalDoor::close);
        Path file = WordSocket.in(data).getPath();
        try {
            if (key != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS) && key.equals(fileKey(file))) {
                Files.delete(file);
            }
        } catch (IOException left) {
            LOG.debug("The socket file stays", left);
        }
    }

    private static void close(@Nullable AutoCloseable one) {
        try {
            if (one != null) {
                one.close();
            }
        } catch (Exception ignored) {
            LOG.debug("A socket did not close", ignored);
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }
}
