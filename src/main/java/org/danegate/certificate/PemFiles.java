package org.danegate.certificate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.util.io.pem.PemObject;

/// Pairs of files in the folder of certificates: `NAME.crt.pem` and `NAME.key.pem`, readable only by the server's user.
/// A pair is written as a whole: both new files are written next to the old ones, as `NAME.crt.new` and `NAME.key.new`,
/// before the first of them replaces its old file. The next start finishes what a crash interrupted.
final class PemFiles {

    private static final String CERTIFICATE = ".crt.pem";
    private static final String KEY = ".key.pem";
    private static final String FRESH_CERTIFICATE = ".crt.new";
    private static final String FRESH_KEY = ".key.new";

    private final Path folder;

    PemFiles(Path folder) {
        this.folder = folder;
    }

    Path certificate(String name) {
        return folder.resolve(name + CERTIFICATE);
    }

    Path key(String name) {
        return folder.resolve(name + KEY);
    }

    boolean has(String name) {
        return Files.isReadable(certificate(name)) && Files.isReadable(key(name));
    }

    /// Names with both files, sorted.
    List<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(CERTIFICATE))
                    .map(f -> f.substring(0, f.length() - CERTIFICATE.length()))
                    .filter(this::has)
                    .sorted()
                    .toList();
        }
    }

    void write(String name, List<X509Certificate> chain, PrivateKey key) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        // The key is written last: the pair counts as written when the key is there.
        fresh(folder.resolve(name + FRESH_CERTIFICATE), PemText.of(chain));
        fresh(folder.resolve(name + FRESH_KEY), PemText.of(new PemObject("PRIVATE KEY", key.getEncoded())));
        takePlace(name);
    }

    void delete(String name) throws IOException {
        // The key is deleted first: if a crash cuts the deletion short, the remaining file is not secret.
        Files.deleteIfExists(key(name));
        Files.deleteIfExists(certificate(name));
    }

    /// Finishes what a crash cut short: a pair with both new files replaces the old one, and half a pair
    /// is deleted.
    void finish() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.toList();
        }
        for (Path file : left) {
            String text = file.getFileName().toString();
            if (text.endsWith(FRESH_KEY)) {
                takePlace(text.substring(0, text.length() - FRESH_KEY.length()));
            }
        }
        deleteHalves(left);
    }

    private static void deleteHalves(List<Path> left) throws IOException {
        for (Path file : left) {
            String text = file.getFileName().toString();
            if (text.endsWith(FRESH_CERTIFICATE) || text.startsWith(".new")) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void takePlace(String name) throws IOException {
        Path certificate = folder.resolve(name + FRESH_CERTIFICATE);
        // The file is already moved when a crash came between the two moves.
        if (Files.exists(certificate)) {
            move(certificate, certificate(name));
        }
        move(folder.resolve(name + FRESH_KEY), key(name));
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void fresh(Path target, String text) throws IOException {
        Path half = Files.createTempFile(
                folder,
                ".new",
                ".pem",
                PosixFilePermissions.asFileAttribute(Set.copyOf(PosixFilePermissions.fromString("rw-------"))));
        try (FileChannel out = FileChannel.open(half, StandardOpenOption.WRITE)) {
            var octets = StandardCharsets.US_ASCII.encode(text);
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(true);
        }
        move(half, target);
    }
}
