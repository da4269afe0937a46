package org.danegate.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// How a backup is encrypted: a head, then pieces of 64 KiB, each sealed with AES-256-GCM. The key comes from the
/// passphrase by PBKDF2-HMAC-SHA-512. A piece's nonce is seven random octets of the head, the piece's number, and
/// whether it is the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): pieces cannot
/// be left out, exchanged or cut off. The head is authenticated with every piece.
final class Sealing {

    /// The first octets of an encrypted backup.
    static final byte[] MAGIC = "DANEGATE-SEALED-1\n".getBytes(StandardCharsets.US_ASCII);
    static final int PIECE = 64 << 10;
    static final int TAG = 16;
    static final int SHORTEST = 8;

    private static final int SALT = 16;
    private static final int PREFIX = 7;
    static final int HEAD = MAGIC.length + Integer.BYTES + SALT + PREFIX;
    private static final int ITERATIONS = 210_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int KEY_BITS = 256;

    private final SecretKey key;
    private final byte[] head;
    private final byte[] prefix;
    private int piece;

    private Sealing(SecretKey key, byte[] head) {
        this.key = key;
        this.head = head;
        this.prefix = new byte[PREFIX];
        System.arraycopy(head, HEAD - PREFIX, prefix, 0, PREFIX);
    }

    /// A new key and head.
    static Sealing fresh(char[] passphrase) {
        byte[] random = new byte[SALT + PREFIX];
        new SecureRandom().nextBytes(random);
        byte[] head = ByteBuffer.allocate(HEAD)
                .put(MAGIC)
                .putInt(ITERATIONS)
                .put(random)
                .array();
        return of(passphrase, head);
    }

    /// The key for a head that was read.
    ///
    /// @throws IOException when the head is none
    static Sealing opened(char[] passphrase, byte[] head) throws IOException {
        int iterations = head.length == HEAD ? ByteBuffer.wrap(head).getInt(MAGIC.length) : 0;
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IOException("it is damaged: its head cannot be read");
        }
        return of(passphrase, head);
    }

    private static Sealing of(char[] passphrase, byte[] head) {
        ByteBuffer fields = ByteBuffer.wrap(head).position(MAGIC.length);
        int iterations = fields.getInt();
        byte[] salt = new byte[SALT];
        fields.get(salt);
        try {
            byte[] octets = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(passphrase, salt, iterations, KEY_BITS))
                    .getEncoded();
            return new Sealing(new SecretKeySpec(octets, "AES"), head);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The passphrase in the first line of a file.
    ///
    /// @throws IOException when the file cannot be read, or the line is shorter than eight characters
    static char[] passphrase(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new IOException("the passphrase file cannot be read: " + e.getMessage(), e);
        }
        String line = lines.isEmpty() ? "" : lines.getFirst();
        if (line.length() < SHORTEST) {
            throw new IOException(
                    "the first line of " + file + " is no passphrase of " + SHORTEST + " characters or more");
        }
        return line.toCharArray();
    }

    byte[] head() {
        return head.clone();
    }

    /// Seals or opens the next piece.
    ///
    /// @param mode of {@link Cipher}
    /// @throws GeneralSecurityException when a piece to be opened is not what was sealed
    byte[] next(int mode, byte[] octets, int length, boolean last) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(PREFIX + Integer.BYTES + 1)
                .put(prefix)
                .putInt(piece)
                .put((byte) (last ? 1 : 0))
                .array();
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(head);
        piece = Math.incrementExact(piece);
        return cipher.doFinal(octets, 0, length);
    }
}
