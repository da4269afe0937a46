package org.danegate.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// The client's side of SCRAM-SHA-256 (RFC 5802 section 5), without channel binding.
public final class ScramClient {

    private static final String HEADER = "n,,";
    private static final int LEAST_SALT = 1;

    private final Login login;
    private final String nonce;
    private final String bare;
    private byte[] expected = new byte[0];

    /// @param nonce printable and random, 18 octets or more
    public ScramClient(Login login, String nonce) {
        this.login = login;
        this.nonce = nonce;
        this.bare = "n=" + ScramText.escaped(login.user()) + ",r=" + nonce;
    }

    /// The first message.
    public byte[] first() {
        return ScramText.utf8(HEADER + bare);
    }

    /// The answer to the server's first message.
    ///
    /// @throws SaslException when that is malformed, or asks for fewer iterations than are safe or more than are
    ///     sane
    public byte[] proof(byte[] message) throws SaslException {
        String serverFirst = Plain.text(message);
        String[] parts = serverFirst.split(",", -1);
        String both = ScramText.nonce(ScramText.attribute(parts, 0, 'r'));
        if (!both.startsWith(nonce) || both.length() == nonce.length()) {
            throw new SaslException("the server's nonce does not continue ours");
        }
        byte[] salt = ScramText.octets(ScramText.attribute(parts, 1, 's'));
        if (salt.length < LEAST_SALT) {
            throw new SaslException("the server sent no salt");
        }
        byte[] salted = Digests.salted(login.password(), salt, iterations(ScramText.attribute(parts, 2, 'i')));
        byte[] clientKey = Digests.hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        String last = "c=" + ScramText.base64(ScramText.utf8(HEADER)) + ",r=" + both;
        byte[] all = ScramText.utf8(bare + "," + serverFirst + "," + last);
        expected = Digests.hmac(Digests.hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII)), all);
        byte[] proof = Digests.xor(clientKey, Digests.hmac(Digests.sha256(clientKey), all));
        return ScramText.utf8(last + ",p=" + ScramText.base64(proof));
    }

    private static int iterations(String text) throws SaslException {
        int number = text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : 0;
        if (number < ScramKeys.LEAST_ITERATIONS || number > ScramKeys.MOST_ITERATIONS) {
            throw new SaslException("the server asks for " + (number == 0 ? "no number of" : number) + " iterations; "
                    + ScramKeys.LEAST_ITERATIONS + " to " + ScramKeys.MOST_ITERATIONS + " are accepted");
        }
        return number;
    }

    /// Checks the server's last message.
    ///
    /// @throws SaslException when it does not prove that the server knows the password
    public void check(byte[] message) throws SaslException {
        String[] parts = Plain.text(message).split(",", -1);
        byte[] signature = ScramText.octets(ScramText.attribute(parts, 0, 'v'));
        if (expected.length == 0 || !MessageDigest.isEqual(signature, expected)) {
            throw new SaslException("the server did not prove that it knows the password");
        }
    }
}
