package org.danegate.control;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Asks the running server of a data directory to do something that needs no terminal.
public final class ControlClient {

    private static final int BUFFER = 64 << 10;

    private ControlClient() {}

    /// Sends a command and hands its answer on.
    ///
    /// @param words the command and its arguments
    /// @param data gets the octets that the server sends
    /// @return the exit status; empty when no server listens there
    /// @throws IOException when the server ends before the command does, or `data` cannot be written
    public static OptionalInt ask(Path dataDir, List<String> words, OutputStream data, PrintStream out, PrintStream err)
            throws IOException {
        SocketChannel server;
        try {
            server = SocketChannel.open(ControlFile.in(dataDir));
        } catch (IOException | UnsupportedOperationException nobody) {
            return OptionalInt.empty();
        }
        try (server) {
            new Request(words, false, "").write(new DataOutputStream(Channels.newOutputStream(server)));
            OptionalInt status = new Reception(out, err, data, Reception.Asking.NOBODY)
                    .take(new DataInputStream(new BufferedInputStream(Channels.newInputStream(server), BUFFER)));
            if (status.isEmpty()) {
                throw new IOException("the server ended before the command did");
            }
            return status;
        }
    }
}
