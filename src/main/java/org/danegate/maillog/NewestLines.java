package org.danegate.maillog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The newest lines of a log, read from the ends of its files: quick, however long the log is.
final class NewestLines {

    private static final int BLOCK = 1 << 16;

    /// The most octets read from a file's end, however long its lines are.
    private static final long MOST_READ = 16L << 20;

    private NewestLines() {}

    /// @param files newest first
    static FoundLines of(List<Path> files, int most) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            try {
                List<String> own = ending(file, most - lines.size());
                Collections.reverse(own);
                lines.addAll(own);
            } catch (NoSuchFileException rolledAway) {
                continue;
            }
            if (lines.size() >= most) {
                break;
            }
        }
        List<FoundLines.Line> found = lines.reversed().stream()
                .map(line -> new FoundLines.Line(line, true, false))
                .toList();
        return new FoundLines(found, -1, found.size());
    }

    /// The last lines of a file, oldest first.
    private static List<String> ending(Path file, int most) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            for (long length = BLOCK; ; length *= 4) {
                long from = Math.max(0, size - length);
                List<String> lines = linesFrom(channel, from, Math.toIntExact(size - from));
                if (lines.size() >= most || from == 0 || length > MOST_READ) {
                    return new ArrayList<>(lines.subList(Math.max(0, lines.size() - most), lines.size()));
                }
            }
        }
    }

    /// The whole lines of a part of the file; a part that does not begin the file begins within a line.
    private static List<String> linesFrom(SeekableByteChannel channel, long from, int octets) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(octets);
        channel.position(from);
        while (block.hasRemaining() && channel.read(block) >= 0) {
            // Until the block is full or the file has become shorter.
        }
        List<String> lines = new ArrayList<>(new String(block.array(), 0, block.position(), StandardCharsets.UTF_8)
                .lines()
                .toList());
        if (from > 0 && !lines.isEmpty()) {
            lines.removeFirst();
        }
        return lines;
    }
}
