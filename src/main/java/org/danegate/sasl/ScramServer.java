package org.danegate.sasl;

import java.security.MessageDigest;

/// The server's side of SCRAM-SHA-256 (RFC 5802 section 5): the client's first message, and then the check of its
/// proof. Channel binding is not offered.
///
/// @param user as the client gave it
/// @param bare the client's first message without its header
/// @param header the header (gs2-header), which the client repeats
/// @param clientNonce the client's part of the nonce
public record ScramServer(String user, String bare, String header, String clientNonce) {

    /// What comes after the client's first message.
    ///
    /// @param keys of the user's password
    /// @param serverFirst the message to send
    public record Challenge(ScramServer client, ScramKeys keys, String nonce, String serverFirst) {

        /// Checks the client's last message.
        ///
        /// @return the message with which the server proves that it knows the password
        /// @throws SaslException when the proof is wrong, or the message malformed
        public String finish(byte[] message) throws SaslException {
            String text = Plain.text(message);
            int end = text.lastIndexOf(",p=");
            if (end < 0) {
                throw new SaslException("the SCRAM proof is missing");
            }
            String withoutProof = text.substring(0, end);
            String[] parts = withoutProof.split(",", -1);
            String binding = ScramText.attribute(parts, 0, 'c');
            if (!binding.equals(ScramText.base64(ScramText.utf8(client.header)))) {
                throw new SaslException("the SCRAM channel binding does not match");
            }
            if (!ScramText.attribute(parts, 1, 'r').equals(nonce)) {
                throw new SaslException("the SCRAM nonce does not match");
            }
            byte[] all = ScramText.utf8(client.bare + "," + serverFirst + "," + withoutProof);
            prove(all, ScramText.octets(text.substring(end + 3)));
            return "v=" + ScramText.base64(Digests.hmac(keys.serverKey(), all));
        }

        private void prove(byte[] all, byte[] proof) throws SaslException {
            byte[] signature = Digests.hmac(keys.storedKey(), all);
            boolean right = proof.length == signature.length
                    && MessageDigest.isEqual(Digests.sha256(Digests.xor(proof, signature)), keys.storedKey());
            if (!right) {
                throw new SaslException("wrong password");
            }
        }
    }

    /// Reads a client's first message.
    ///
    /// @throws SaslException when it is malformed, asks for channel binding, or to act for somebody else
    public static ScramServer of(byte[] message) throws SaslException {
        String text = Plain.text(message);
        String[] parts = text.split(",", 3);
        if (parts.length < 3 || !parts[0].equals("n") && !parts[0].equals("y")) {
            throw new SaslException("the SCRAM header is malformed, or asks for channel binding");
        }
        String bare = parts[2];
        String[] attributes = bare.split(",", -1);
        String user = ScramText.name(ScramText.attribute(attributes, 0, 'n'));
        String nonce = ScramText.nonce(ScramText.attribute(attributes, 1, 'r'));
        if (!parts[1].isEmpty() && !ScramText.name(authorized(parts[1])).equalsIgnoreCase(user)) {
            throw new SaslException("nobody may act for somebody else");
        }
        return new ScramServer(user, bare, parts[0] + "," + parts[1] + ",", nonce);
    }

    private static String authorized(String part) throws SaslException {
        if (!part.startsWith("a=")) {
            throw new SaslException("the SCRAM header is malformed");
        }
        return part.substring(2);
    }

    /// The answer to the first message.
    ///
    /// @param keys of the user's password; made-up ones for a user that does not exist
    /// @param nonce the server's part of the nonce: printable, at least 18 random octets
    public Challenge challenge(ScramKeys keys, String nonce) {
        String both = clientNonce + nonce;
        return new Challenge(
                this, keys, both, "r=" + both + ",s=" + ScramText.base64(keys.salt()) + ",i=" + keys.iterations());
    }
}
