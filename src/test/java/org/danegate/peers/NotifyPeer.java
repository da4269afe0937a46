package org.danegate.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// Listens as systemd does for the news of a service.
public final class NotifyPeer implements AutoCloseable {

    private static final String PROGRAM = """
            import os, socket, sys
            name = sys.argv[1]
            peer = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            peer.bind(name.replace('@', '\\0', 1) if name.startswith('@') else name)
            if not name.startswith('@'):
                os.chmod(name, 0o666)
            print('listening', flush=True)
            while True:
                print(repr(peer.recv(4096).decode()), flush=True)
            """;

    private final Process process;
    private final BufferedReader lines;

    private NotifyPeer(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// @param name path of the socket to make, or `@` and a name in the abstract name space
    public static NotifyPeer listen(String name) throws IOException {
        Peers.require("/usr/bin/python3", "python3-minimal");
        NotifyPeer peer = new NotifyPeer(new ProcessBuilder("/usr/bin/python3", "-c", PROGRAM, name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        if (!"listening".equals(peer.next())) {
            throw new IOException("no socket at " + name);
        }
        return peer;
    }

    /// The next datagram, quoted; waits for it.
    public String next() throws IOException {
        return lines.readLine();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
