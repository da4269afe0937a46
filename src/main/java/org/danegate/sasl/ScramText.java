package org.danegate.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The notation of SCRAM messages (RFC 5802 section 7): attributes with commas between them.
final class ScramText {

    private static final int LONGEST_NONCE = 256;

    private ScramText() {}

    /// The value of an attribute that must stand at a place.
    ///
    /// @param letter of the attribute
    /// @throws SaslException when it is not there
    static String attribute(String[] parts, int at, char letter) throws SaslException {
        if (at >= parts.length || !parts[at].startsWith(letter + "=")) {
            throw new SaslException("SCRAM attribute " + letter + " is missing");
        }
        return parts[at].substring(2);
    }

    /// A nonce: printable ASCII without a comma.
    static String nonce(String text) throws SaslException {
        boolean printable = text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != ',');
        if (text.isEmpty() || text.length() > LONGEST_NONCE || !printable) {
            throw new SaslException("the SCRAM nonce is not printable, or too long");
        }
        return text;
    }

    /// A name without its escapes: `=2C` is a comma and `=3D` an equals sign.
    static String name(String escaped) throws SaslException {
        String name = escaped.replace("=2C", ",").replace("=3D", "=");
        if (escaped.replace("=2C", "").replace("=3D", "").contains("=") || name.isEmpty()) {
            throw new SaslException("the SCRAM user name is malformed");
        }
        return name;
    }

    static String escaped(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    static byte[] octets(String base64) throws SaslException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SaslException("a SCRAM attribute is not Base64");
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
