package org.danegate.control;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// The command at the other end of the socket.
///
/// @param user the system's user who runs it, such as `root`
/// @param from frames that it sends after its request
/// @param to frames for it; not for several threads
public record Caller(String user, DataInputStream from, DataOutputStream to) {

    /// Sends octets for the command itself, such as a file that it writes. Nothing is buffered here.
    public OutputStream data() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                for (int done = 0; done < length; done += Frame.MOST) {
                    int from = offset + done;
                    byte[] some = Arrays.copyOfRange(octets, from, from + Math.min(Frame.MOST, length - done));
                    new Frame(Frame.Kind.DATA, some).write(to);
                }
            }
        };
    }

    /// Sends a line for the command's errors.
    void fault(String sentence) throws IOException {
        Frame.of(Frame.Kind.ERR, "danegate: " + sentence + "\n").write(to);
    }

    /// Sends the exit status, as the last of all.
    void end(int status) throws IOException {
        Frame.end(status).write(to);
        to.flush();
    }
}
