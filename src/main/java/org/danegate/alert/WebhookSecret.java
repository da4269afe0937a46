package org.danegate.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret that signs webhook requests: 32 random octets as URL-safe Base64, a line in a file of the data directory
/// that only its owner may read. The first request makes it when there is none. It is handed out only when a new one is
/// made.
final class WebhookSecret {

    static final String NAME = "webhook.key";

    private static final int OCTETS = 32;
    private static final int CHARACTERS = 43;
    private static final String MAC = "HmacSHA256";

    private final Path file;

    WebhookSecret(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /// Makes a new secret, which replaces the one before.
    ///
    /// @return 43 characters; their octets in ASCII are the key
    /// @throws UncheckedIOException when it cannot be written
    String renew() {
        byte[] octets = new byte[OCTETS];
        new SecureRandom().nextBytes(octets);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        try {
            write(secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return secret;
    }

    /// The signature of a text as lower-case hexadecimal digits.
    ///
    /// @throws UncheckedIOException when the secret can be neither read nor made
    String sign(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(current().getBytes(StandardCharsets.US_ASCII), MAC));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    private String current() {
        try {
            if (!Files.exists(file)) {
                return renew();
            }
            String secret = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (secret.length() < CHARACTERS) {
                throw new IOException(file + " is no secret of " + CHARACTERS + " characters");
            }
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String secret) throws IOException {
        Files.createDirectories(file.getParent());
        Path half = Files.createTempFile(
                file.getParent(),
                ".webhook",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(half, StandardOpenOption.WRITE)) {
            var octets = StandardCharsets.US_ASCII.encode(secret + "\n");
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(true);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
