package org.danegate.maillog;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.LogSubscription.Level;

/// One subscription's files. `mail.current` grows; when it is full or its time is over, it becomes
/// `mail.@20190205T132003.s`. The oldest files are deleted so that `maxFiles` are left, including the current one. For
/// one thread.
final class RollingLog implements AutoCloseable {

    private final LogFolder folder;
    private final ZoneId zone;
    private LogSubscription settings;
    private BufferedWriter writer;
    private long size;
    private Instant begun;
    private boolean written;

    /// Opens the subscription's current file and continues where an earlier run ended.
    RollingLog(Path folder, LogSubscription settings, ZoneId zone, Instant now) throws IOException {
        this.folder = new LogFolder(folder);
        this.zone = zone;
        this.settings = settings;
        this.folder.create();
        saveOtherCurrent();
        this.size = sizeOf(current());
        this.written = size > 0;
        this.begun = written ? begunAt(current(), now) : now;
        this.writer = open(current());
        note(now, "Begin Logfile");
        note(now, "Time offset from UTC: " + zone.getRules().getOffset(now).getTotalSeconds() + " seconds");
        writer.flush();
    }

    /// A current file with another name dates from before the file name was changed.
    private void saveOtherCurrent() throws IOException {
        for (Path other : folder.files()) {
            if (LogFolder.isCurrent(other) && !other.equals(current())) {
                Instant written = Files.getLastModifiedTime(other).toInstant();
                Files.move(other, folder.saved(LogFolder.nameOf(other), written, zone));
            }
        }
    }

    /// Applies other limits from now on. Another file name begins a new file.
    void follow(LogSubscription changed, Instant now) throws IOException {
        boolean renamed = !changed.fileName().equals(settings.fileName());
        if (renamed) {
            rollOver(now, changed);
        } else {
            settings = changed;
        }
        dropOldest();
    }

    /// The subscription in use.
    LogSubscription settings() {
        return settings;
    }

    /// Writes the line when the subscription's level shows it, into the file of its time, and rolls over when the
    /// file is full. True when the line was written.
    boolean write(LogLine line, Instant at) throws IOException {
        if (!line.shownAt(settings.level())) {
            return false;
        }
        keepTime(at);
        put(settings.isJson() ? line.text() : line.stamped(at, zone));
        written = true;
        if (size >= settings.rolloverSize()) {
            rollOver(at);
        }
        return true;
    }

    /// Rolls over when the file's time is over and it is not empty.
    void keepTime(Instant now) throws IOException {
        if (!now.isBefore(settings.rolloverTime().endOf(begun, zone))) {
            if (written) {
                rollOver(now);
            } else {
                begun = now;
            }
        }
    }

    /// Writes the buffered lines. If somebody removed the file, it is created again.
    void flush() throws IOException {
        writer.flush();
        if (Files.notExists(current())) {
            writer.close();
            folder.create();
            writer = open(current());
            size = 0;
        }
    }

    /// Saves the current file and begins a new one.
    void rollOver(Instant now) throws IOException {
        rollOver(now, settings);
    }

    private void rollOver(Instant now, LogSubscription next) throws IOException {
        note(now, "Logfile rolled over");
        note(now, "End Logfile");
        writer.close();
        try {
            Files.move(current(), folder.saved(settings.fileName(), now, zone));
        } finally {
            // Also when the file could not be renamed: lines then continue in it.
            settings = next;
            size = sizeOf(current());
            begun = now;
            written = false;
            writer = open(current());
        }
        note(now, "Begin Logfile");
        dropOldest();
    }

    private void dropOldest() throws IOException {
        for (Path old :
                folder.files().stream().skip(Math.max(1, settings.maxFiles())).toList()) {
            Files.deleteIfExists(old);
        }
    }

    private Path current() {
        return folder.current(settings.fileName());
    }

    /// When the file's first line was written, so that its time continues after a restart.
    private Instant begunAt(Path file, Instant now) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String first = lines.readLine();
            Instant at = first == null ? null : LogLine.timeOf(first, zone);
            return at == null || at.isAfter(now) ? now : at;
        }
    }

    /// Lines about the file itself; a file of JSON objects has none.
    private void note(Instant now, String text) throws IOException {
        if (settings.isJson()) {
            return;
        }
        put(new LogLine(Level.INFO, text).stamped(now, zone));
    }

    private void put(String line) throws IOException {
        writer.write(line);
        writer.write('\n');
        size += line.length() + 1;
    }

    private static BufferedWriter open(Path file) throws IOException {
        return Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
