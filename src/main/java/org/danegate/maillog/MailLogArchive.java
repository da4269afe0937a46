package org.danegate.maillog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/// Reads logs back: newest lines, search, download.
public final class MailLogArchive {

    private final Path logsDir;

    /// @param logsDir holds one folder per subscription, named as it
    public MailLogArchive(Path logsDir) {
        this.logsDir = logsDir;
    }

    /// The newest lines that pass the filter, oldest of them first, over the current and saved files.
    ///
    /// @param most lines returned, at least 1
    /// @throws IllegalArgumentException when the name is none of a log, or the filter gives up
    public List<String> tail(String log, Predicate<String> filter, int most) throws IOException {
        List<List<String>> blocks = new ArrayList<>();
        int found = 0;
        for (Path file : RollingLog.files(folder(log))) {
            List<String> block = newest(file, filter, most - found);
            blocks.addFirst(block);
            found += block.size();
            if (found >= most) {
                break;
            }
        }
        return blocks.stream().flatMap(List::stream).toList();
    }

    /// Writes the whole log, oldest line first.
    public void copyTo(String log, OutputStream out) throws IOException {
        for (Path file : RollingLog.files(folder(log)).reversed()) {
            if (Files.exists(file)) {
                Files.copy(file, out);
            }
        }
    }

    /// Whether the log has a folder.
    public boolean exists(String log) {
        return Files.isDirectory(folder(log));
    }

    private static List<String> newest(Path file, Predicate<String> filter, int most) throws IOException {
        Deque<String> kept = new ArrayDeque<>();
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (filter.test(line)) {
                    kept.addLast(line);
                    if (kept.size() > most) {
                        kept.removeFirst();
                    }
                }
            }
        } catch (java.nio.file.NoSuchFileException rolledAway) {
            return List.of();
        }
        return List.copyOf(kept);
    }

    private Path folder(String log) {
        if (!log.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
            throw new IllegalArgumentException("No log of that name.");
        }
        return logsDir.resolve(log);
    }
}
