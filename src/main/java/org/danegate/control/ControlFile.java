package org.danegate.control;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/// The socket file at which a running server listens for commands of its host.
public final class ControlFile {

    /// Its name in the data directory.
    public static final String NAME = "control.sock";

    private ControlFile() {}

    /// The socket of a server with that data directory. Systems allow about 100 octets for its path, so the shorter
    /// one of the whole path and the path from the current folder is used.
    public static UnixDomainSocketAddress in(Path data) {
        Path whole = data.toAbsolutePath().normalize().resolve(NAME);
        Path here = Path.of("").toAbsolutePath();
        if (!whole.getRoot().equals(here.getRoot())) {
            return UnixDomainSocketAddress.of(whole);
        }
        Path near = here.relativize(whole);
        return UnixDomainSocketAddress.of(
                near.toString().length() < whole.toString().length() ? near : whole);
    }
}
