package org.danegate.backup;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// Unpacks a backup into an empty folder and compares every file with the manifest.
final class ArchiveReader {

    private static final int LONGEST_MANIFEST = 64 << 20;

    private final Path folder;
    private final Map<String, Manifest.Item> found = new LinkedHashMap<>();

    /// @param folder empty; what is in it after a failure is to be deleted
    ArchiveReader(Path folder) {
        this.folder = folder;
    }

    /// Unpacks everything.
    ///
    /// @throws IOException saying what is wrong with the backup: damaged, cut short, of something else, or newer
    Manifest unpack(InputStream archive) throws IOException {
        Manifest manifest = null;
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (manifest != null) {
                    throw new IOException("it has more than its manifest says");
                }
                if (entry.getName().equals(Manifest.NAME)) {
                    manifest = Manifest.read(zip.readNBytes(LONGEST_MANIFEST));
                } else {
                    unpack(entry.getName(), zip);
                }
            }
        } catch (EOFException e) {
            throw new IOException("it is cut short", e);
        } catch (ZipException e) {
            throw new IOException("it is damaged (" + e.getMessage() + last() + ")", e);
        }
        return compare(manifest);
    }

    private String last() {
        return found.isEmpty()
                ? ""
                : ", after " + found.keySet().stream().reduce((a, b) -> b).orElseThrow();
    }

    private void unpack(String name, InputStream content) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder) || file.equals(folder) || name.endsWith("/") || found.containsKey(name)) {
            throw new IOException("it has a file with an unusable name: " + name.replaceAll("[^\\x20-\\x7e]", "?"));
        }
        Files.createDirectories(file.getParent());
        MessageDigest digest = ArchiveWriter.sha256();
        long octets;
        try (OutputStream out = new DigestOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), digest)) {
            octets = content.transferTo(out);
        }
        found.put(name, new Manifest.Item(name, octets, HexFormat.of().formatHex(digest.digest())));
    }

    private Manifest compare(@Nullable Manifest manifest) throws IOException {
        if (manifest == null) {
            throw new IOException(
                    found.isEmpty() ? "it is no backup of Danegate" : "it has no manifest: it is cut short");
        }
        for (Manifest.Item item : manifest.files()) {
            Manifest.Item is = found.remove(item.name());
            if (is == null) {
                throw new IOException("it lacks " + item.name());
            }
            if (!is.equals(item)) {
                throw new IOException(item.name() + " in it is damaged: its checksum differs");
            }
        }
        if (!found.isEmpty()) {
            throw new IOException("it has more than its manifest says");
        }
        return manifest;
    }
}
