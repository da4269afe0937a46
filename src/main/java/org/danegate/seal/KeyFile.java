package org.danegate.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The key of the seal: a line of Base64 in a file of the data directory that only its owner may read. The first start
/// creates it. A copy of the database without this file, such as a backup that leaves it out, reveals no secret.
final class KeyFile {

    static final String NAME = "secret.key";

    private KeyFile() {}

    /// Reads the key, and creates it when there is none yet.
    ///
    /// @throws UncheckedIOException when it can be neither read nor written
    /// @throws IllegalArgumentException when the file is not a key
    static byte[] read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return key(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "danegate.data-dir: " + file + " cannot be used (" + e.getMessage() + ")", e);
        }
    }

    private static byte[] key(Path file) throws IOException {
        byte[] key;
        try {
            key = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException noBase64) {
            key = new byte[0];
        }
        if (key.length != Seal.KEY_OCTETS) {
            throw new IllegalArgumentException("danegate.data-dir: " + file + " is no key of 32 octets in Base64.");
        }
        return key;
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[Seal.KEY_OCTETS];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.getParent());
        Path half = Files.createTempFile(
                file.getParent(),
                ".secret",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(half, StandardOpenOption.WRITE)) {
            var octets = StandardCharsets.US_ASCII.encode(Base64.getEncoder().encodeToString(key) + "\n");
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(true);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
