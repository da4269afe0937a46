package org.danegate.words.wire;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/// The socket file that a running server listens at for words.
public final class WordSocket {

    /// Its name in the data directory.
    public static final String NAME = "words.sock";

    private WordSocket() {}

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
