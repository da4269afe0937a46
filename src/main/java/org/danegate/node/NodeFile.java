package org.danegate.node;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.UUID;

/// The file in the data directory by which a node knows itself again (F-23).
record NodeFile(Path file) {

    static NodeFile in(Path dataDirectory) {
        return new NodeFile(dataDirectory.resolve("node"));
    }

    /// The id of this node; a new one when there is no file.
    ///
    /// @throws IOException when the file cannot be read or written, or says something else
    String id() throws IOException {
        if (!Files.exists(file)) {
            String id = UUID.randomUUID().toString();
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, "id=" + id + "\n");
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return id;
        }
        try (Reader text = Files.newBufferedReader(file)) {
            Properties lines = new Properties();
            lines.load(text);
            return UUID.fromString(lines.getProperty("id", "").strip()).toString();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " does not say which node this is; delete it to make this a new node", e);
        }
    }
}
