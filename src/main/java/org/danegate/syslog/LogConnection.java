package org.danegate.syslog;

import java.io.IOException;

/// An open way to a collector. For one thread, except for {@link #close}, which ends what the thread waits for.
interface LogConnection extends AutoCloseable {

    /// Sends one message.
    ///
    /// @throws IOException when the collector is gone
    void send(byte[] message) throws IOException;

    /// Looks whether the collector is still there, without waiting for it.
    ///
    /// @throws IOException when it is gone
    void check() throws IOException;

    /// Says that nothing follows.
    ///
    /// @throws IOException when the collector is gone
    void end() throws IOException;

    @Override
    void close();
}
