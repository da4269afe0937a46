package org.danegate.fuzz;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// A connection whose peer has said all it will say: the octets of a case. What is written to it is dropped.
public final class FedSocket extends Socket {

    private final InputStream said;

    /// @param said by the peer, before it closes its end
    public FedSocket(byte[] said) {
        this.said = new ByteArrayInputStream(said);
    }

    @Override
    public InputStream getInputStream() {
        return said;
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void setSoTimeout(int millis) {
        // Nothing is ever waited for.
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
