package org.danegate.control;

import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What an act answers, as frames: a kind, a length of four octets, and that many octets. Not for several threads.
public final class Answer implements Closeable {

    static final int LINE = 'T';
    static final int FAULT = 'F';
    static final int DATA = 'D';
    static final int END = 'E';
    static final int LONGEST = 1 << 20;

    private final DataOutputStream out;

    Answer(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    /// A line for the command's output.
    public void line(String text) throws IOException {
        frame(LINE, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A line for the command's errors.
    public void fault(String text) throws IOException {
        frame(FAULT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Octets for the command itself, such as a file that it writes. Nothing is buffered.
    public OutputStream data() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                for (int done = 0; done < length; done += LONGEST) {
                    int some = Math.min(LONGEST, length - done);
                    out.writeByte(DATA);
                    out.writeInt(some);
                    out.write(octets, offset + done, some);
                }
            }
        };
    }

    void end(int status) throws IOException {
        out.writeByte(END);
        out.writeInt(Integer.BYTES);
        out.writeInt(status);
        out.flush();
    }

    private void frame(int kind, byte[] content) throws IOException {
        int length = Math.min(content.length, LONGEST);
        out.writeByte(kind);
        out.writeInt(length);
        out.write(content, 0, length);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
