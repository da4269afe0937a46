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
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.LogSubscription.Level;

/// One subscription's files. `mail.current` grows; when it is full or its time is over, it becomes
/// `mail.@20190205T132003.s`. The oldest files are deleted so that `maxFiles` are left, including the current one. For
/// one thread.
final class RollingLog implements AutoCloseable {

    private static final String CURRENT = ".current";
    private static final Pattern SAVED_NAME = Pattern.compile("[A-Za-z0-9_-]+\\.@(\\d{8}T\\d{6}(-\\d{4,9})?)\\.s");
    private static final DateTimeFormatter SAVED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private final Path folder;
    private final ZoneId zone;
    private LogSubscription settings;
    private BufferedWriter writer;
    private long size;
    private Instant begun;
    private boolean written;

    /// Opens the subscription's current file and continues where an earlier run ended.
    RollingLog(Path folder, LogSubscription settings, ZoneId zone, Instant now) throws IOException {
        this.folder = folder;
        this.zone = zone;
        this.settings = settings;
        Files.createDirectories(folder);
        for (Path other : files(folder)) {
            // A current file with another name dates from before the file name was changed.
            if (isCurrent(other) && !other.equals(current())) {
                Files.move(
                        other,
                        saved(nameOf(other), Files.getLastModifiedTime(other).toInstant()));
            }
        }
        this.size = sizeOf(current());
        this.written = size > 0;
        this.begun = written ? begunAt(current(), now) : now;
        this.writer = open(current());
        note(now, "Begin Logfile");
        note(now, "Time offset from UTC: " + zone.getRules().getOffset(now).getTotalSeconds() + " seconds");
        writer.flush();
    }

    /// Files of a log folder, newest first; the current one comes first.
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> isCurrent(file) || !age(file).isEmpty())
                    .sorted(Comparator.comparing(RollingLog::isCurrent)
                            .thenComparing(RollingLog::age)
                            .reversed())
                    .toList();
        }
    }

    /// Whether lines are still added to the file.
    static boolean isCurrent(Path file) {
        return file.getFileName().toString().endsWith(CURRENT);
    }

    /// The time when the file was saved, and its number within that second; a plain name comes before numbered
    /// ones. Empty for other files.
    private static String age(Path file) {
        var name = SAVED_NAME.matcher(file.getFileName().toString());
        return name.matches() ? name.group(1) : "";
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
        put(line.stamped(at, zone));
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
            Files.createDirectories(folder);
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
            Files.move(current(), saved(settings.fileName(), now));
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
                files(folder).stream().skip(Math.max(1, settings.maxFiles())).toList()) {
            Files.deleteIfExists(old);
        }
    }

    private Path current() {
        return folder.resolve(settings.fileName() + CURRENT);
    }

    private static String nameOf(Path current) {
        String name = current.getFileName().toString();
        return name.substring(0, name.length() - CURRENT.length());
    }

    /// A name after all existing ones, so that sorting by name is sorting by age, also within one second.
    private Path saved(String name, Instant now) throws IOException {
        String stamp = SAVED.format(now.atZone(zone));
        int next = files(folder).stream()
                .map(RollingLog::age)
                .filter(age -> age.startsWith(stamp))
                .mapToInt(age -> age.length() == stamp.length()
                        ? 1
                        : Integer.parseInt(age, stamp.length() + 1, age.length(), 10) + 1)
                .max()
                .orElse(0);
        return folder.resolve(name + ".@" + stamp + (next == 0 ? "" : String.format("-%04d", next)) + ".s");
    }

    /// When the file's first line was written, so that its time continues after a restart.
    private Instant begunAt(Path file, Instant now) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String first = lines.readLine();
            Instant at = first == null ? null : LogLine.timeOf(first, zone);
            return at == null || at.isAfter(now) ? now : at;
        }
    }

    private void note(Instant now, String text) throws IOException {
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
