package org.danegate.control;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A command that is asked for.
///
/// @param words the command and its arguments, 1 to [#MOST_WORDS]
/// @param terminal whether somebody at a terminal can answer questions
/// @param input the file that goes with the command; empty for none
public record Request(List<String> words, boolean terminal, String input) {

    /// The most words, with the arguments.
    public static final int MOST_WORDS = 1000;

    /// The most octets of the file, the same as on the pages.
    public static final int MOST_INPUT = 24 << 20;

    private static final int VERSION = 1;

    public Request {
        words = List.copyOf(words);
    }

    /// Writes the request and flushes.
    public void write(DataOutputStream to) throws IOException {
        to.writeByte(VERSION);
        to.writeBoolean(terminal);
        to.writeInt(words.size());
        for (String word : words) {
            to.writeUTF(word);
        }
        byte[] octets = input.getBytes(StandardCharsets.UTF_8);
        to.writeInt(octets.length);
        to.write(octets);
        to.flush();
    }

    /// Reads a request.
    ///
    /// @throws IOException when it is none, is too large or is cut off
    public static Request read(DataInputStream from) throws IOException {
        if (from.readUnsignedByte() != VERSION) {
            throw new IOException("the command is of another version than the server");
        }
        boolean terminal = from.readBoolean();
        int count = from.readInt();
        if (count < 1 || count > MOST_WORDS) {
            throw new IOException("not a request");
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(from.readUTF());
        }
        int length = from.readInt();
        if (length < 0 || length > MOST_INPUT) {
            throw new IOException("the file is too large");
        }
        byte[] octets = from.readNBytes(length);
        if (octets.length < length) {
            throw new IOException("the request is cut off");
        }
        return new Request(words, terminal, new String(octets, StandardCharsets.UTF_8));
    }
}
