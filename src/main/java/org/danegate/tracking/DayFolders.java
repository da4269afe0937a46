package org.danegate.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folders of tracking: one for each day of UTC, such as `2026-03-01`, and those that were set aside because they
/// could not be read, such as `2026-03-01.broken-1`. Other files are not touched.
final class DayFolders {

    private static final Pattern NAME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(\\.broken-\\d+)?");

    /// Twice what an index collects before it writes.
    private static final long LEAST_OCTETS = 32 << 20;

    private final Path folder;

    DayFolders(Path folder) {
        this.folder = folder;
    }

    /// A folder.
    ///
    /// @param broken whether it was set aside
    record DayFolder(LocalDate day, boolean broken, Path path) {}

    /// The folder of all days.
    Path all() {
        return folder;
    }

    /// The folder of a day, which need not exist.
    Path of(LocalDate day) {
        return folder.resolve(day.toString());
    }

    /// The days that can be searched, oldest first.
    ///
    /// @throws UncheckedIOException when the folder cannot be read
    List<LocalDate> days() {
        return list().stream()
                .filter(found -> !found.broken())
                .map(DayFolder::day)
                .toList();
    }

    /// All folders: those that were set aside first, then the oldest ones.
    ///
    /// @throws UncheckedIOException when the folder cannot be read
    List<DayFolder> list() {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(file -> read(file).stream())
                    .sorted(Comparator.comparing(DayFolder::broken).reversed().thenComparing(DayFolder::day))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of message tracking cannot be read", e);
        }
    }

    private static Optional<DayFolder> read(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        try {
            return name.matches()
                    ? Optional.of(new DayFolder(LocalDate.parse(name.group(1)), name.group(2) != null, file))
                    : Optional.empty();
        } catch (DateTimeException notADay) {
            return Optional.empty();
        }
    }

    /// The space that a folder takes, in octets; 0 when it cannot be read.
    static long octets(Path day) {
        try (Stream<Path> files = Files.list(day)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /// Whether there is room for new entries. Mail needs the last free space of a disk more.
    ///
    /// @throws IOException when that cannot be found out
    boolean hasRoom() throws IOException {
        Files.createDirectories(folder);
        return folder.toFile().getUsableSpace() >= LEAST_OCTETS;
    }

    /// Renames the folder of a day, so that the day begins with an empty index.
    ///
    /// @return where it is now
    Path setAside(LocalDate day) throws IOException {
        int number = 1;
        Path aside = folder.resolve(day + ".broken-" + number);
        while (Files.exists(aside)) {
            number++;
            aside = folder.resolve(day + ".broken-" + number);
        }
        return Files.move(of(day), aside);
    }
}
