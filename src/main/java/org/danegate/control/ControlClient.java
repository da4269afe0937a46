package org.danegate.control;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Asks the running server of a data directory to do something.
public final class ControlClient {

    private static final int BUFFER = 64 << 10;

    private ControlClient() {}

    /// Sends a command and hands its answer on.
    ///
    /// @param words the act's name and its arguments
    /// @param data gets the octets that the act sends
    /// @return the act's exit status; empty when no server listens there
    /// @throws IOException when the server ends before the act does, or `data` cannot be written
    public static Optional<Integer> ask(
            Path dataDir, List<String> words, OutputStream data, PrintStream out, PrintStream err) throws IOException {
        Path file = dataDir.toAbsolutePath().normalize().resolve(ControlSocket.FILE);
        SocketChannel server;
        try {
            server = SocketChannel.open(UnixDomainSocketAddress.of(file));
        } catch (IOException | UnsupportedOperationException nobody) {
            return Optional.empty();
        }
        try (server) {
            send(server, words);
            return Optional.of(receive(
                    new DataInputStream(new BufferedInputStream(Channels.newInputStream(server), BUFFER)),
                    data,
                    out,
                    err));
        }
    }

    private static void send(SocketChannel server, List<String> words) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        DataOutputStream request = new DataOutputStream(octets);
        request.writeInt(words.size());
        for (String word : words) {
            request.writeUTF(word);
        }
        Channels.newOutputStream(server).write(octets.toByteArray());
    }

    private static int receive(DataInputStream in, OutputStream data, PrintStream out, PrintStream err)
            throws IOException {
        while (true) {
            int kind = in.read();
            if (kind < 0) {
                throw new IOException("the server ended before the command did");
            }
            int length = in.readInt();
            if (length < 0 || length > Answer.LONGEST) {
                throw new IOException("the server's answer cannot be read; is it another version?");
            }
            byte[] content = in.readNBytes(length);
            if (content.length < length) {
                throw new IOException("the server ended before the command did");
            }
            switch (kind) {
                case Answer.DATA -> data.write(content);
                case Answer.LINE -> out.println(new String(content, StandardCharsets.UTF_8));
                case Answer.FAULT -> err.println("danegate: " + new String(content, StandardCharsets.UTF_8));
                case Answer.END -> {
                    return java.nio.ByteBuffer.wrap(content).getInt();
                }
                default -> throw new IOException("the server's answer cannot be read; is it another version?");
            }
        }
    }
}
