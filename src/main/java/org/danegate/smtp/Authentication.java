package org.danegate.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.danegate.sasl.Login;
import org.danegate.sasl.Mechanism;
import org.danegate.sasl.Plain;
import org.danegate.sasl.SaslException;
import org.danegate.sasl.ScramClient;
import org.danegate.smtp.SmtpException.NotAuthenticated;
import org.jspecify.annotations.Nullable;

/// The client's side of AUTH (RFC 4954 section 4).
final class Authentication {

    private static final int NONCE_OCTETS = 18;
    private static final int PASSED = 235;
    private static final int CHALLENGE = 334;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Wire wire;
    private final Timeouts timeouts;

    Authentication(Wire wire, Timeouts timeouts) {
        this.wire = wire;
        this.timeouts = timeouts;
    }

    /// Authenticates by a mechanism that the peer offers.
    ///
    /// @throws NotAuthenticated when the peer refuses
    void run(Mechanism mechanism, Login login) throws IOException {
        switch (mechanism) {
            case PLAIN -> passed(command(mechanism, Plain.write(login)));
            case LOGIN -> {
                challenged(command(mechanism, null));
                challenged(answer(octets(login.user())));
                passed(answer(octets(login.password())));
            }
            case SCRAM_SHA_256 -> scram(new ScramClient(login, nonce()));
        }
    }

    private void scram(ScramClient client) throws IOException {
        try {
            byte[] serverFirst = challenged(command(Mechanism.SCRAM_SHA_256, client.first()));
            Reply last = answer(client.proof(serverFirst));
            if (last.code() == PASSED) {
                // The server's proof may come with success (RFC 5802 section 5 leaves it to the protocol).
                client.check(decoded(last.lines().getFirst()));
            } else {
                client.check(challenged(last));
                passed(answer(new byte[0]));
            }
        } catch (SaslException untrue) {
            wire.close();
            throw new NotAuthenticated("SCRAM-SHA-256: " + untrue.getMessage(), null);
        }
    }

    private Reply command(Mechanism mechanism, byte @Nullable [] initial) throws IOException {
        wire.requireQuiet();
        return ask("AUTH " + mechanism.word() + (initial == null ? "" : " " + base64(initial)));
    }

    private Reply answer(byte[] octets) throws IOException {
        return ask(base64(octets));
    }

    private Reply ask(String line) throws IOException {
        wire.write(line + "\r\n");
        return wire.readReply(timeouts.command());
    }

    private static void passed(Reply reply) throws NotAuthenticated {
        if (reply.code() != PASSED) {
            throw refused(reply);
        }
    }

    private static byte[] challenged(Reply reply) throws NotAuthenticated {
        if (reply.code() != CHALLENGE) {
            throw refused(reply);
        }
        return decoded(reply.lines().getFirst());
    }

    private static NotAuthenticated refused(Reply reply) {
        return new NotAuthenticated(
                "AUTH was answered " + reply.code() + " " + reply.text(), reply.code() >= 400 ? reply : null);
    }

    private static byte[] decoded(String text) throws NotAuthenticated {
        try {
            return Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException notBase64) {
            throw new NotAuthenticated("AUTH was answered with something that is not Base64", null);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String nonce() {
        byte[] random = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(random);
        return base64(random);
    }
}
