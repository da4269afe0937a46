package org.danegate.maillog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folder of one log and the names of its files: `mail.current`, to which lines are added, and saved ones such as
/// `mail.@20190205T132003.s`.
record LogFolder(Path path) {

    private static final String CURRENT = ".current";
    private static final Pattern SAVED_NAME = Pattern.compile("[A-Za-z0-9_-]+\\.@(\\d{8}T\\d{6}(-\\d{4,9})?)\\.s");
    private static final DateTimeFormatter SAVED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    boolean exists() {
        return Files.isDirectory(path);
    }

    void create() throws IOException {
        Files.createDirectories(path);
    }

    /// The log's files, newest first; the current one comes first. Empty when there is no such folder.
    List<Path> files() throws IOException {
        if (!exists()) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(file -> isCurrent(file) || !age(file).isEmpty())
                    .sorted(Comparator.comparing(LogFolder::isCurrent)
                            .thenComparing(LogFolder::age)
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

    /// @param name the subscription's file name
    Path current(String name) {
        return path.resolve(name + CURRENT);
    }

    /// The file name in the name of a current file.
    static String nameOf(Path current) {
        String name = current.getFileName().toString();
        return name.substring(0, name.length() - CURRENT.length());
    }

    /// A name after all existing ones, so that sorting by name is sorting by age, also within one second.
    Path saved(String name, Instant at, ZoneId zone) throws IOException {
        String stamp = SAVED.format(at.atZone(zone));
        int next = files().stream()
                .map(LogFolder::age)
                .filter(age -> age.startsWith(stamp))
                .mapToInt(age -> age.length() == stamp.length()
                        ? 1
                        : Integer.parseInt(age, stamp.length() + 1, age.length(), 10) + 1)
                .max()
                .orElse(0);
        return path.resolve(name + ".@" + stamp + (next == 0 ? "" : String.format("-%04d", next)) + ".s");
    }
}
