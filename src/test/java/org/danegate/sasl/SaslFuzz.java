package org.danegate.sasl;

import static org.danegate.fuzz.Property.holds;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The messages of SASL, as a client and as a server sends them: they are read, or refused in words, and nobody passes
/// who does not know the password.
public final class SaslFuzz {

    private static final ScramKeys KEYS = ScramKeys.of("known to nobody here", new byte[] {1, 2, 3, 4}, 1);
    private static final Login LOGIN = new Login("user", "pencil");

    private SaslFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        plain(input);
        scramServer(input);
        scramClient(input);
    }

    private static void plain(byte[] input) {
        try {
            Login login = Plain.read(input);
            holds(!login.user().isEmpty() && !login.password().isEmpty(), "a login without user or password");
            holds(login.user().indexOf(0) < 0 && login.password().indexOf(0) < 0, "a NUL in a login");
        } catch (SaslException refused) {
            holds(refused.getMessage() != null, "refused without a word");
        }
    }

    /// The input up to its first NUL is the first message, the rest the last one.
    private static void scramServer(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != 0) {
            end++;
        }
        try {
            ScramServer server = ScramServer.of(Arrays.copyOf(input, end));
            holds(!server.user().isEmpty(), "SCRAM without a user");
            String first = server.challenge(KEYS, "nonce").serverFirst();
            holds(first.startsWith("r=" + server.clientNonce()), "another nonce");
            server.challenge(KEYS, "nonce")
                    .finish(Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length));
            throw new AssertionError("passed without the password");
        } catch (SaslException refused) {
            holds(refused.getMessage() != null, "refused without a word");
        }
    }

    private static void scramClient(byte[] input) {
        try {
            // A server that asks for much work is asked in the test; here it would only be slow.
            if (new String(input, StandardCharsets.ISO_8859_1).matches("(?s).*i=[0-9]{5,}.*")) {
                return;
            }
            ScramClient client = new ScramClient(LOGIN, "abc");
            client.proof(input);
            client.check(input);
            throw new AssertionError("a server passed that does not know the password");
        } catch (SaslException refused) {
            holds(refused.getMessage() != null, "refused without a word");
        }
    }
}
