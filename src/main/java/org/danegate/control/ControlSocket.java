package org.danegate.control;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Listens on the socket file of the data directory and runs the acts that commands ask for. Only the directory's owner
/// and root can open it, and the system says which of them it is; both could read and write every file of the server
/// anyway.
final class ControlSocket implements SmartLifecycle {

    /// The most commands that are served at once.
    static final int MOST = 32;

    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final Set<String> ALWAYS = Set.of("root");
    private static final int BUFFER = 64 << 10;
    private static final int FAILED = 1;
    private static final int NOT_RUN = 2;

    private final Path data;
    private final List<ControlAct> acts;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private @Nullable Object key;
    private volatile @Nullable ServerSocketChannel server;

    ControlSocket(Path data, List<ControlAct> acts) {
        this.data = data;
        this.acts = List.copyOf(acts);
    }

    /// Begins to listen. Mail does not depend on it: a server without it runs, and says so.
    @Override
    public void start() {
        UnixDomainSocketAddress address = ControlFile.in(data);
        Path file = address.getPath();
        ServerSocketChannel listening = null;
        try {
            // Left by a process that was killed: this process alone has the directory.
            Files.deleteIfExists(file);
            listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            // The folder is closed to others, so nobody can connect before the mode is set.
            listening.bind(address);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            key = fileKey(file);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Commands of this host cannot reach this server: {} cannot be opened: {}", file, e.toString());
            close(listening);
            return;
        }
        server = listening;
        ServerSocketChannel accepting = listening;
        Thread.ofVirtual().name("control").start(() -> accept(accepting));
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
                Thread.ofVirtual().name("control-act").start(() -> serve(caller));
            } catch (IOException ended) {
                if (listening.isOpen()) {
                    LOG.warn("Commands of this host are not taken any more: {}", ended.toString());
                    close(listening);
                }
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel;
                DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER))) {
            UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            Caller caller = new Caller(peer == null ? "" : peer.user().getName(), in, out);
            caller.end(answer(caller));
        } catch (IOException gone) {
            LOG.debug("A command went away: {}", gone.toString());
        } finally {
            open.remove(channel);
        }
    }

    private int answer(Caller caller) throws IOException {
        if (!ALWAYS.contains(caller.user())
                && !caller.user().equals(Files.getOwner(data).getName())) {
            caller.fault("only root and the server's own user may use this socket");
            return NOT_RUN;
        }
        Request request = Request.read(caller.from());
        String word = request.words().getFirst();
        Optional<ControlAct> act =
                acts.stream().filter(one -> one.isMeantBy(word)).findFirst();
        if (act.isEmpty()) {
            caller.fault("the running server does not know this command; is it an older version?");
            return NOT_RUN;
        }
        try {
            return act.get().run(request, caller);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The command {} of {} failed: {}", word, caller.user(), e.toString());
            caller.fault(String.valueOf(e.getMessage()));
            return FAILED;
        }
    }

    @Override
    public void stop() {
        ServerSocketChannel listening = server;
        server = null;
        close(listening);
        open.forEach(ControlSocket::close);
        Path file = ControlFile.in(data).getPath();
        try {
            if (key != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS) && key.equals(fileKey(file))) {
                Files.delete(file);
            }
        } catch (IOException left) {
            LOG.debug("The socket file stays: {}", left.toString());
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
