package org.danegate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes the entries of a backup, each with its checksum.
final class ArchiveWriter {

    private static final int BUFFER = 64 << 10;

    private final ZipOutputStream zip;
    private final List<Manifest.Item> items = new ArrayList<>();

    ArchiveWriter(OutputStream out) {
        this.zip = new ZipOutputStream(out);
        // Logs and tables shrink well with little effort, and mail waits for the disk meanwhile.
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /// Adds a file.
    ///
    /// @param most octets of it at most
    /// @throws IOException when it cannot be read or written
    void add(String name, InputStream content, long most) throws IOException {
        MessageDigest digest = sha256();
        zip.putNextEntry(new ZipEntry(name));
        byte[] buffer = new byte[BUFFER];
        long octets = 0;
        while (octets < most) {
            int some = content.read(buffer, 0, (int) Math.min(buffer.length, most - octets));
            if (some < 0) {
                break;
            }
            zip.write(buffer, 0, some);
            digest.update(buffer, 0, some);
            octets += some;
        }
        zip.closeEntry();
        items.add(new Manifest.Item(name, octets, HexFormat.of().formatHex(digest.digest())));
    }

    /// What was added, in order.
    List<Manifest.Item> items() {
        return List.copyOf(items);
    }

    /// Adds the manifest and ends the archive; the stream below stays open.
    void end(Manifest manifest) throws IOException {
        zip.putNextEntry(new ZipEntry(Manifest.NAME));
        zip.write(manifest.json());
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
