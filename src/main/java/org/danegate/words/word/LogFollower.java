package org.danegate.words.word;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.maillog.LogFile;
import org.danegate.maillog.MailLogArchive;
import org.jspecify.annotations.Nullable;

/// Reads what is added to a log. When the log begins a new file, the rest of the old one is read first.
final class LogFollower implements AutoCloseable {

    /// How long to wait between two looks.
    static final Duration PAUSE = Duration.ofMillis(500);

    private static final int BLOCK = 1 << 16;
    private static final int MOST_IN_LINE = 1 << 20;

    private final MailLogArchive logs;
    private final String log;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private @Nullable SeekableByteChannel file;
    private @Nullable Object key;

    private LogFollower(MailLogArchive logs, String log) {
        this.logs = logs;
        this.log = log;
    }

    /// Begins at the end of the log as it is.
    static LogFollower atEnd(MailLogArchive logs, String log) throws IOException {
        LogFollower follower = new LogFollower(logs, log);
        follower.open(true);
        return follower;
    }

    /// The lines that were added since the last call.
    List<String> fresh() throws IOException {
        List<String> lines = new ArrayList<>();
        read(lines);
        Optional<Path> current = current();
        if (current.isPresent() && !keyOf(current.get()).equals(key)) {
            read(lines);
            open(false);
            read(lines);
        }
        return lines;
    }

    private void open(boolean atEnd) throws IOException {
        close();
        Optional<Path> current = current();
        if (current.isPresent()) {
            key = keyOf(current.get());
            SeekableByteChannel opened = Files.newByteChannel(current.get());
            file = atEnd ? opened.position(opened.size()) : opened;
        }
    }

    private Optional<Path> current() throws IOException {
        Optional<LogFile> newest =
                logs.files(log).stream().filter(LogFile::current).findFirst();
        return newest.isEmpty() ? Optional.empty() : logs.file(log, newest.get().name());
    }

    private static Object keyOf(Path path) throws IOException {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path : key;
        } catch (NoSuchFileException rolledAway) {
            return path;
        }
    }

    private void read(List<String> lines) throws IOException {
        if (file == null) {
            return;
        }
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (file.read(block) > 0) {
            for (int i = 0; i < block.position(); i++) {
                take(block.get(i), lines);
            }
            block.clear();
        }
    }

    private void take(byte octet, List<String> lines) {
        if (octet == '\n' || begun.size() >= MOST_IN_LINE) {
            lines.add(begun.toString(StandardCharsets.UTF_8));
            begun.reset();
        }
        if (octet != '\n') {
            begun.write(octet);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
