package org.danegate.control;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.OptionalInt;

/// A command's side of what a server answers.
///
/// @param data where octets for the command go
public record Reception(PrintStream out, PrintStream err, OutputStream data, Asking asking) {

    /// Exit status of a command whose reader is gone, or that cannot ask what the server wants to know.
    public static final int NOT_RUN = 2;

    /// Asks the person at the terminal.
    public interface Asking {

        /// Where nobody can be asked.
        Asking NOBODY = _ -> false;

        /// Asks, and sends the answer to the server.
        ///
        /// @return false when nothing was answered
        boolean answered(String question) throws IOException;
    }

    /// Takes frames until the last one.
    ///
    /// @return the exit status; empty when the server went away before it sent one
    /// @throws IOException when a frame cannot be read, or `data` cannot be written
    public OptionalInt take(DataInputStream from) throws IOException {
        Optional<Frame> frame = Frame.read(from);
        while (frame.isPresent() && !out.checkError()) {
            switch (frame.get().kind()) {
                case OUT -> print(out, frame.get());
                case ERR -> print(err, frame.get());
                case DATA -> data.write(frame.get().octets());
                case ASK -> {
                    if (!asking.answered(frame.get().text())) {
                        return OptionalInt.of(NOT_RUN);
                    }
                }
                case END -> {
                    return OptionalInt.of(frame.get().status());
                }
                case ANSWER -> throw new IOException("not a frame of a server");
            }
            frame = Frame.read(from);
        }
        return out.checkError() ? OptionalInt.of(NOT_RUN) : OptionalInt.empty();
    }

    private static void print(PrintStream stream, Frame frame) {
        stream.write(frame.octets(), 0, frame.octets().length);
        stream.flush();
    }
}
