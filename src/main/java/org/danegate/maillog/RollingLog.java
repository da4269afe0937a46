package org.danegate.maillog;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.LogSubscription.Level;

/// One subscription's files: `mail.current` grows, and when it is full becomes `mail.@20190205T132003.s`; the oldest
/// are deleted so that `maxFiles` stay, the current one among them. For one thread.
final class RollingLog implements AutoCloseable {

    private static final String CURRENT = "mail.current";
    private static final DateTimeFormatter SAVED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private final Path folder;
    private final ZoneId zone;
    private LogSubscription settings;
    private BufferedWriter writer;
    private long size;

    /// Opens the subscription's current file, going on where an earlier run ended.
    RollingLog(Path folder, LogSubscription settings, ZoneId zone, Instant now) throws IOException {
        this.folder = folder;
        this.zone = zone;
        this.settings = settings;
        Files.createDirectories(folder);
        this.size = sizeOf(folder.resolve(CURRENT));
        this.writer = open(folder);
        write(now, "Begin Logfile");
        write(now, "Time offset from UTC: " + zone.getRules().getOffset(now).getTotalSeconds() + " seconds");
    }

    /// Files of a log folder, newest first; the current one leads.
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> saved = Files.list(folder)) {
            List<Path> old = saved.filter(
                            file -> file.getFileName().toString().matches("mail\\.@\\d{8}T\\d{6}(-\\d{4,9})?\\.s"))
                    .sorted(java.util.Comparator.comparing(RollingLog::age).reversed())
                    .toList();
            Path current = folder.resolve(CURRENT);
            return Files.exists(current)
                    ? Stream.concat(Stream.of(current), old.stream()).toList()
                    : old;
        }
    }

    /// The saved time, and the number among those of one second; a plain name comes before numbered ones.
    private static String age(Path file) {
        String name = file.getFileName().toString();
        return name.substring("mail.@".length(), name.length() - ".s".length());
    }

    /// Other limits from now on.
    void follow(LogSubscription changed) {
        settings = changed;
    }

    /// Writes the line when the subscription's level shows it, rolling over first when the file is full.
    void write(LogLine line, Instant at) throws IOException {
        if (line.shownAt(settings.level())) {
            put(line.stamped(at, zone));
            if (size >= settings.rolloverSize()) {
                rollOver(at);
            }
        }
    }

    void flush() throws IOException {
        writer.flush();
    }

    private void rollOver(Instant now) throws IOException {
        write(now, "Logfile rolled over");
        write(now, "End Logfile");
        writer.close();
        Files.move(folder.resolve(CURRENT), saved(now));
        size = 0;
        writer = open(folder);
        write(now, "Begin Logfile");
        for (Path old :
                files(folder).stream().skip(Math.max(1, settings.maxFiles())).toList()) {
            Files.deleteIfExists(old);
        }
    }

    /// A name after all that are there, so that sorting by name is sorting by age, also within one second.
    private Path saved(Instant now) throws IOException {
        String stamp = SAVED.format(now.atZone(zone));
        int next = files(folder).stream()
                .filter(file -> !file.endsWith(CURRENT))
                .map(RollingLog::age)
                .filter(age -> age.startsWith(stamp))
                .mapToInt(age -> age.length() == stamp.length()
                        ? 1
                        : Integer.parseInt(age, stamp.length() + 1, age.length(), 10) + 1)
                .max()
                .orElse(0);
        return folder.resolve("mail.@" + stamp + (next == 0 ? "" : String.format("-%04d", next)) + ".s");
    }

    private void write(Instant now, String text) throws IOException {
        put(new LogLine(Level.INFO, text).stamped(now, zone));
    }

    private void put(String line) throws IOException {
        writer.write(line);
        writer.write('\n');
        size += line.length() + 1;
    }

    private static BufferedWriter open(Path folder) throws IOException {
        return Files.newBufferedWriter(
                folder.resolve(CURRENT), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
