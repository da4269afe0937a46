package org.danegate.access;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;

/// A public key as SSH knows it.
///
/// @param text type and key as in a `.pub` file, without a comment
/// @param fingerprint `SHA256:…`
public record SshPublicKey(String text, String fingerprint) {

    static {
        keepProviderApart();
    }

    /// Shortest RSA key, in bits.
    static final int SHORTEST_RSA = 3072;

    private static final int LONGEST = 4000;

    private static final Set<String> TYPES = Set.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    /// Keeps the SSH library from making Bouncy Castle a security provider of the whole process, which would
    /// change how certificates and keys are read everywhere else. Takes effect when nothing of the library was
    /// used before.
    public static void keepProviderApart() {
        System.setProperty("org.apache.sshd.security.provider.BC.useNamed", "false");
    }

    /// Reads a line of a `.pub` file. Options before the key are refused, as nothing would keep to them.
    ///
    /// @throws RefusedException when it is not a public key, is of a weak kind, or is a private key
    public static SshPublicKey read(String typed) {
        if (typed.contains("PRIVATE KEY")) {
            throw new RefusedException(Fault.error("key", Wording.of("access.refused.ssh-key-private")));
        }
        String[] parts = typed.strip().split("\\s+", 3);
        if (parts.length < 2 || !TYPES.contains(parts[0]) || typed.strip().indexOf('\n') >= 0) {
            throw new RefusedException(Fault.error("key", Wording.of("access.refused.ssh-key")));
        }
        String text = parts[0] + " " + parts[1];
        try {
            PublicKey key = text.length() > LONGEST
                    ? null
                    : PublicKeyEntry.parsePublicKeyEntry(text).resolvePublicKey(null, null, null);
            if (key == null) {
                throw new RefusedException(Fault.error("key", Wording.of("access.refused.ssh-key")));
            }
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
                throw new RefusedException(Fault.error("key", Wording.of("access.refused.ssh-key-rsa", SHORTEST_RSA)));
            }
            return new SshPublicKey(text, fingerprint(key));
        } catch (RefusedException refused) {
            throw refused;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new RefusedException(Fault.error("key", Wording.of("access.refused.ssh-key")));
        }
    }

    /// The fingerprint of a key that a client offers.
    static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }
}
