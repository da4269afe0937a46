package org.danegate.fleet;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.danegate.certificate.CertificateFolder;
import org.danegate.dkim.SigningKeys;
import org.danegate.node.NodeFact;
import org.danegate.seal.Seal;

/// Fingerprints of the certificates and keys in this node's data directory, so that the fleet sees which node lacks
/// one. They are files of each node.
final class KeyFacts implements NodeFact {

    static final String CERTIFICATE = "certificate.";
    static final String SIGNING_KEY = "signing-key.";
    /// Name for the key that seals the secrets of the database; it does not tell the key.
    static final String SEAL = "sealing-key";

    private static final int SHORT = 16;
    /// Of each kind; a node tells the others no more.
    private static final int MOST = 100;
    private static final Duration READ_AGAIN = Duration.ofSeconds(20);

    private final CertificateFolder certificates;
    private final SigningKeys keys;
    private final Seal seal;
    private volatile Known known = new Known(Map.of(), System.nanoTime() - READ_AGAIN.toNanos());

    /// @param at {@link System#nanoTime} when they were read
    private record Known(Map<String, String> facts, long at) {}

    KeyFacts(CertificateFolder certificates, SigningKeys keys, Seal seal) {
        this.certificates = certificates;
        this.keys = keys;
        this.seal = seal;
        certificates.onChange(this::forget);
    }

    private void forget() {
        known = new Known(Map.of(), System.nanoTime() - READ_AGAIN.toNanos());
    }

    @Override
    public Map<String, String> facts() {
        Known last = known;
        if (System.nanoTime() - last.at() < READ_AGAIN.toNanos()) {
            return last.facts();
        }
        Map<String, String> now = read();
        known = new Known(now, System.nanoTime());
        return now;
    }

    private Map<String, String> read() {
        Map<String, String> facts = new TreeMap<>();
        facts.put(SEAL, seal.pseudonym("nodes of one fleet"));
        certificates.names().stream()
                .filter(name -> !name.equals(CertificateFolder.SELF_SIGNED))
                .limit(MOST)
                .forEach(name -> facts.put(CERTIFICATE + name, fingerprint(name)));
        keys.all().stream()
                .limit(MOST)
                .forEach(key ->
                        facts.put(SIGNING_KEY + key.name(), key.fingerprint().substring(0, SHORT)));
        return facts;
    }

    private String fingerprint(String name) {
        try {
            byte[] own = certificates.chain(name).getFirst().getEncoded();
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(own))
                    .substring(0, SHORT);
        } catch (IOException | GeneralSecurityException e) {
            return "unreadable";
        }
    }
}
