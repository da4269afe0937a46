package org.danegate.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The one message of PLAIN (RFC 4616 section 2): authorization identity, user and password with NUL between them.
public final class Plain {

    private static final char NUL = 0;
    private static final int LONGEST = 255;

    private Plain() {}

    /// Reads a client's message.
    ///
    /// @throws SaslException when it is malformed, or asks to act for somebody else
    public static Login read(byte[] message) throws SaslException {
        String[] parts = text(message).split(String.valueOf(NUL), -1);
        if (parts.length != 3) {
            throw new SaslException("PLAIN has three parts");
        }
        if (!parts[0].isEmpty() && !parts[0].equalsIgnoreCase(parts[1])) {
            throw new SaslException("nobody may act for somebody else");
        }
        return login(parts[1], parts[2]);
    }

    /// A user and a password, each as a client sent it.
    ///
    /// @throws SaslException when one is empty or too long
    public static Login login(String user, String password) throws SaslException {
        if (user.isEmpty() || password.isEmpty() || user.length() > LONGEST || password.length() > LONGEST) {
            throw new SaslException("user and password have 1 to " + LONGEST + " characters");
        }
        return new Login(user, password);
    }

    /// The message of a client.
    public static byte[] write(Login login) {
        return (NUL + login.user() + NUL + login.password()).getBytes(StandardCharsets.UTF_8);
    }

    /// Octets as UTF-8.
    ///
    /// @throws SaslException when they are not
    public static String text(byte[] octets) throws SaslException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SaslException("the message is not UTF-8");
        }
    }
}
