package org.danegate.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/// The system's resolvers, as `resolv.conf` names them now: the file is looked at again when it changes. Where there is
/// none, the platform's own way of telling is taken, as dnsjava knows it. May be used by many threads at once.
public final class SystemResolvers {

    private static final Path USUAL = Path.of("/etc/resolv.conf");
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final SystemResolvers THIS_HOST = new SystemResolvers(USUAL, LOOK);

    private final Path file;
    private final Duration look;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Seen seen;

    /// What was read when.
    private record Seen(@Nullable Object stamp, List<InetSocketAddress> servers, long lookedAt) {}

    private record Stamp(long modified, long size, @Nullable Object key) {}

    /// dnsjava's reader of the file's form, for any file.
    private static final class Reader extends ResolvConfResolverConfigProvider {

        List<InetSocketAddress> read(InputStream in) throws IOException {
            parseResolvConf(in);
            return List.copyOf(servers());
        }
    }

    /// @param file in the form of `resolv.conf`
    /// @param look the file's time and size are looked at no more often
    public SystemResolvers(Path file, Duration look) {
        this.file = file;
        this.look = look;
    }

    /// Those of `/etc/resolv.conf`.
    public static SystemResolvers ofThisHost() {
        return THIS_HOST;
    }

    /// In the order of the file; those of before while the file names none or cannot be read.
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
            Object stamp = stamp();
            boolean same = known != null && !anyway && Objects.equals(known.stamp(), stamp);
            List<InetSocketAddress> read = same ? List.of() : read(stamp != null);
            List<InetSocketAddress> servers = known != null && read.isEmpty() ? known.servers() : read;
            seen = new Seen(stamp, servers, System.nanoTime());
            return servers;
        } finally {
            reading.unlock();
        }
    }

    private @Nullable Stamp stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime().toMillis(), now.size(), now.fileKey());
        } catch (IOException e) {
            return null;
        }
    }

    private List<InetSocketAddress> read(boolean there) {
        if (there && System.getProperty("dns.server") == null) {
            try (InputStream in = Files.newInputStream(file)) {
                List<InetSocketAddress> servers = new Reader().read(in);
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
