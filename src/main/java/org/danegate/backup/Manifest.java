package org.danegate.backup;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.danegate.folder.DataFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The last entry of a backup, `manifest.json`: where it comes from and what is in it.
///
/// @param product always `danegate`
/// @param archive number of the form of the archive, 1
/// @param version of the program that made it
/// @param format of the data directory
/// @param database such as `H2 2.5.252 (…)`; null when the database is not in the backup
/// @param schema the newest migration of the database; null when nobody asked for it
/// @param takenAt when it was begun
/// @param node the host that it is of
/// @param running whether a server had the data open meanwhile
/// @param files all other entries, in their order
public record Manifest(
        String product,
        int archive,
        String version,
        int format,
        @Nullable String database,
        @Nullable String schema,
        Instant takenAt,
        String node,
        boolean running,
        List<Item> files) {

    static final String NAME = "manifest.json";
    static final String PRODUCT = "danegate";
    static final int ARCHIVE = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public Manifest {
        files = List.copyOf(files);
    }

    /// One file of the data directory.
    ///
    /// @param name its path in the data directory, with `/`
    /// @param sha256 of its content, in hexadecimal
    public record Item(String name, long octets, String sha256) {}

    /// Octets of all files.
    public long octets() {
        return files.stream().mapToLong(Item::octets).sum();
    }

    byte[] json() {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    }

    /// @throws IOException when it is no manifest of ours, or one that this program cannot follow
    static Manifest read(byte[] json) throws IOException {
        Manifest manifest;
        try {
            manifest = JSON.readValue(json, Manifest.class);
        } catch (JacksonException | NullPointerException e) {
            throw new IOException("its manifest cannot be read", e);
        }
        if (!PRODUCT.equals(manifest.product())) {
            throw new IOException("it is no backup of Danegate");
        }
        if (manifest.archive() > ARCHIVE || manifest.format() > DataFormat.CURRENT) {
            throw new NewerBackupException(manifest.version());
        }
        return manifest;
    }
}
