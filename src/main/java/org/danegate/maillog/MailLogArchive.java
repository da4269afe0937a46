package org.danegate.maillog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;

/// Reads logs: newest lines, search, download. It reads the files as they are, so that a log that was disabled, or
/// whose subscription was deleted, stays readable.
public final class MailLogArchive {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final int BLOCK = 1 << 16;

    private final Path logsDir;

    /// @param logsDir holds one folder per subscription, which has its name
    public MailLogArchive(Path logsDir) {
        this.logsDir = logsDir;
    }

    /// Names of the logs that have a folder, sorted.
    public List<String> logs() throws IOException {
        if (!Files.isDirectory(logsDir)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(logsDir)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(NAME.asMatchPredicate())
                    .sorted()
                    .toList();
        }
    }

    /// The files of a log, newest first; the current one comes first.
    ///
    /// @throws IllegalArgumentException when no log has the name
    public List<LogFile> files(String log) throws IOException {
        List<LogFile> files = new ArrayList<>();
        for (Path file : folder(log).files()) {
            try {
                files.add(LogFile.of(file));
            } catch (NoSuchFileException rolledAway) {
                // Renamed or deleted since the folder was read; the next read shows it under its new name.
            }
        }
        return files;
    }

    /// The matches of a search over the current and saved files, or in one of them.
    ///
    /// @throws IllegalArgumentException when the log's name, the pattern, the id or the file is invalid, or the
    ///     pattern takes too long; with a sentence for people
    public FoundLines search(String log, LogSearch search) throws IOException {
        List<Path> files = chosen(log, search.file());
        if (search.findsAll()) {
            return NewestLines.of(files, search.limit());
        }
        Predicate<String> filter = search.filter();
        Pattern id = search.idPattern();
        if (id != null) {
            RelatedLines lines = new RelatedLines(search.id(), id);
            read(files, lines::learn);
            filter = lines.related().and(filter);
        }
        LineCollector found = new LineCollector(filter, search.context(), search.limit());
        read(files, found::add);
        return found.result();
    }

    /// The newest lines that pass the filter, oldest first, over the current and saved files.
    ///
    /// @param most lines returned, at least 1
    /// @throws IllegalArgumentException when no log has the name, or the filter gives up
    public List<String> tail(String log, Predicate<String> filter, int most) throws IOException {
        LineCollector found = new LineCollector(filter, 0, most);
        read(folder(log).files(), found::add);
        return found.result().lines().stream().map(FoundLines.Line::text).toList();
    }

    /// Writes the whole log, oldest line first.
    public void copyTo(String log, OutputStream out) throws IOException {
        for (Path file : folder(log).files().reversed()) {
            if (Files.exists(file)) {
                Files.copy(file, out);
            }
        }
    }

    /// One file of a log by its name; empty when it does not exist.
    public Optional<Path> file(String log, String name) throws IOException {
        return folder(log).files().stream()
                .filter(file -> file.getFileName().toString().equals(name))
                .findFirst();
    }

    /// Whether the log has a folder; false for an invalid name.
    public boolean exists(String log) {
        return NAME.matcher(log).matches() && folder(log).exists();
    }

    private List<Path> chosen(String log, String file) throws IOException {
        if (file.isEmpty()) {
            return folder(log).files();
        }
        return List.of(file(log, file).orElseThrow(() -> new RefusedException(Wording.of("maillog.fault.file"))));
    }

    /// Reads a list of files, which is newest first, in reverse order.
    private static void read(List<Path> files, Consumer<String> reader) throws IOException {
        for (Path file : files.reversed()) {
            try {
                read(file, reader);
            } catch (NoSuchFileException rolledAway) {
                // The oldest file may be deleted while it is searched; its lines are lost.
            }
        }
    }

    private static void read(Path file, Consumer<String> reader) throws IOException {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder), BLOCK)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.accept(line);
            }
        }
    }

    private LogFolder folder(String log) {
        if (!NAME.matcher(log).matches()) {
            throw new IllegalArgumentException("No log of that name.");
        }
        return new LogFolder(logsDir.resolve(log));
    }
}
