package org.danegate.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;

/// The file `FORMAT` of a data directory: the number of the format of its files, and the program that wrote them last.
/// A directory without it was made by a version before there was one, and has format 1.
///
/// @param format 1 or more; raised when an older program could not read what a newer one writes
/// @param version of the program
public record DataFormat(int format, String version) {

    /// The format that this program reads and writes.
    public static final int CURRENT = 1;

    private static final String FILE = "FORMAT";

    /// What this program writes.
    public static DataFormat ours() {
        return new DataFormat(CURRENT, ProgramVersion.text());
    }

    /// Reads the file; empty when there is none.
    ///
    /// @throws IOException when it cannot be read, or is not such a file
    public static Optional<DataFormat> of(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties lines = new Properties();
        try (var text = Files.newBufferedReader(file)) {
            lines.load(text);
            return Optional.of(new DataFormat(
                    Integer.parseInt(lines.getProperty("format", "").strip()),
                    lines.getProperty("version", "an unknown version")));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " does not say which format the data have", e);
        }
    }

    /// Refuses data that a newer program wrote.
    ///
    /// @throws NewerDataException when this program cannot read them
    public void requireReadable(Path directory) {
        if (format > CURRENT) {
            throw new NewerDataException(directory, version);
        }
    }

    /// Writes the file, which is whole at any moment.
    ///
    /// @throws IOException when it cannot be written
    public void write(Path directory) throws IOException {
        Path half = directory.resolve(FILE + ".new");
        Files.writeString(half, "format=" + format + "\nversion=" + version + "\n", StandardCharsets.UTF_8);
        try (FileChannel written = FileChannel.open(half, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(half, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
