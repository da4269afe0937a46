package org.danegate.dkim;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// Private keys as files `NAME.key.pem` (PKCS #8) of one folder, readable only by the server's user. A file is complete
/// before it gets its name.
final class KeyFiles {

    private static final String END = ".key.pem";
    private static final String HALF = ".new";

    private final Path folder;

    KeyFiles(Path folder) {
        this.folder = folder;
    }

    /// Whether the name is valid for a key: 1 to 64 letters, digits, `.`, `_` and `-`, the first one a letter or
    /// digit.
    static boolean isName(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    }

    boolean has(String name) {
        return isName(name) && Files.exists(file(name));
    }

    /// Sorted.
    List<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(END))
                    .map(file -> file.substring(0, file.length() - END.length()))
                    .filter(KeyFiles::isName)
                    .sorted()
                    .toList();
        }
    }

    String read(String name) throws IOException {
        return Files.readString(file(name), StandardCharsets.US_ASCII);
    }

    void write(String name, PrivateKey key) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Path half = Files.createTempFile(
                folder,
                HALF,
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(half, StandardOpenOption.WRITE)) {
            var octets = StandardCharsets.US_ASCII.encode(pem(key));
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(true);
        }
        Files.move(half, file(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    /// Deletes what a crash left of a file that was being written.
    void clear() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.filter(file -> file.getFileName().toString().startsWith(HALF))
                    .toList();
        }
        for (Path half : all) {
            Files.deleteIfExists(half);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + END);
    }

    private static String pem(PrivateKey key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }
}
