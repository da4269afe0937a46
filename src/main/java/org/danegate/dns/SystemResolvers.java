package org.danegate.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/// The system's resolvers, as `resolv.conf` names them now: the file is read again when it changes. When there is no
/// such file, dnsjava's method for the platform is used. Thread-safe.
public final class SystemResolvers {

    private static final Path USUAL = Path.of("/etc/resolv.conf");
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final SystemResolvers THIS_HOST = new SystemResolvers(USUAL, LOOK);

    private final Path file;
    private final Duration look;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Seen seen;

    /// What was read, and when. The text itself is compared: a file that is written twice within one tick of the
    /// file system's clock keeps its time, and possibly its size.
    private record Seen(@Nullable String text, List<InetSocketAddress> servers, long lookedAt) {}

    /// dnsjava's reader of the file's form, for any file.
    private static final class Reader extends ResolvConfResolverConfigProvider {

        List<InetSocketAddress> read(InputStream in) throws IOException {
            parseResolvConf(in);
            return List.copyOf(servers());
        }
    }

    /// @param file in the form of `resolv.conf`
    /// @param look the file is read no more often
    public SystemResolvers(Path file, Duration look) {
        this.file = file;
        this.look = look;
    }

    /// Those of `/etc/resolv.conf`.
    public static SystemResolvers ofThisHost() {
        return THIS_HOST;
    }

    /// The resolvers in the order of the file; the previous ones while the file names none or cannot be read.
    public List<InetSocketAddress> current() {
        Seen known = seen;
        return known != null && System.nanoTime() - known.lookedAt() < look.toNanos() ? known.servers() : look(false);
    }

    /// Reads the file in any case.
    public void refresh() {
        look(true);
    }

    private List<InetSocketAddress> look(boolean anyway) {
        reading.lock();
        try {
            Seen known = seen;
            String text = text();
            boolean same = known != null && !anyway && Objects.equals(known.text(), text);
            List<InetSocketAddress> read = same ? List.of() : read(text);
            List<InetSocketAddress> servers = known != null && read.isEmpty() ? known.servers() : read;
            seen = new Seen(text, servers, System.nanoTime());
            return servers;
        } finally {
            reading.unlock();
        }
    }

    private @Nullable String text() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
    }

    private List<InetSocketAddress> read(@Nullable String text) {
        if (text != null && System.getProperty("dns.server") == null) {
            try {
                List<InetSocketAddress> servers =
                        new Reader().read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
                if (!servers.isEmpty()) {
                    return servers;
                }
            } catch (IOException e) {
                return List.of();
            }
        }
        if (!file.equals(USUAL)) {
            return List.of();
        }
        ResolverConfig.refresh();
        return List.copyOf(ResolverConfig.getCurrentConfig().servers());
    }
}
