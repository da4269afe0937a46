package org.danegate.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals texts with AES-256-GCM (NIST SP 800-38D, random 96-bit nonces) under a key that the database does not contain.
/// A sealed text opens only for the purpose it was sealed for, so that one cannot be put in the place of another.
public final class Seal {

    /// Octets of the key.
    static final int KEY_OCTETS = 32;

    private static final String MARK = "sealed:1:";
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;
    private static final int PSEUDONYM_OCTETS = 8;
    private static final String MAC = "HmacSHA256";

    private final SecretKey sealing;
    private final SecretKey signing;
    private final SecretKey naming;
    private final SecureRandom random = new SecureRandom();

    /// @param key 32 octets; one key is derived from it for each use
    Seal(byte[] key) {
        SecretKey root = new SecretKeySpec(key, MAC);
        sealing = new SecretKeySpec(mac(root, "sealing"), "AES");
        signing = new SecretKeySpec(mac(root, "signing"), MAC);
        naming = new SecretKeySpec(mac(root, "naming"), MAC);
    }

    /// Whether a stored text is sealed; a text from before the key existed is not.
    public static boolean isSealed(String stored) {
        return stored.startsWith(MARK);
    }

    /// Seals a text. The result has 61 characters, plus four for each three octets of the text.
    ///
    /// @param purpose what the text is and whose, such as `two-step admin`
    public String close(String purpose, String clear) {
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        byte[] hidden = run(Cipher.ENCRYPT_MODE, purpose, nonce, clear.getBytes(StandardCharsets.UTF_8));
        byte[] whole = new byte[nonce.length + hidden.length];
        System.arraycopy(nonce, 0, whole, 0, nonce.length);
        System.arraycopy(hidden, 0, whole, nonce.length, hidden.length);
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// Opens a sealed text; returns one from before the key existed unchanged.
    ///
    /// @throws IllegalStateException when it was sealed under another key or for another purpose, or was altered
    public String open(String purpose, String stored) {
        if (!isSealed(stored)) {
            return stored;
        }
        byte[] whole = Base64.getUrlDecoder().decode(stored.substring(MARK.length()));
        byte[] nonce = java.util.Arrays.copyOf(whole, NONCE_OCTETS);
        byte[] hidden = java.util.Arrays.copyOfRange(whole, NONCE_OCTETS, Math.max(NONCE_OCTETS, whole.length));
        return new String(run(Cipher.DECRYPT_MODE, purpose, nonce, hidden), StandardCharsets.UTF_8);
    }

    /// Signs a text that leaves the server and comes back; returns 43 characters of URL-safe Base64.
    public String sign(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(signing, text));
    }

    /// A name for a text that does not tell it: 16 hexadecimal digits, always the same for the same text and key.
    public String pseudonym(String text) {
        return HexFormat.of().formatHex(mac(naming, text), 0, PSEUDONYM_OCTETS);
    }

    private byte[] run(int mode, String purpose, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "danegate.data-dir: " + KeyFile.NAME + " is not the key that the secrets of this database were "
                            + "sealed with. Put the one that belongs to it back.",
                    e);
        }
    }

    private static byte[] mac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }
}
