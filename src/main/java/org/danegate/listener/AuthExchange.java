package org.danegate.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.danegate.credentials.SmtpUser;
import org.danegate.sasl.Login;
import org.danegate.sasl.Mechanism;
import org.danegate.sasl.Plain;
import org.danegate.sasl.SaslException;
import org.danegate.sasl.ScramServer;
import org.jspecify.annotations.Nullable;

/// One AUTH command with its challenges and answers (RFC 4954 section 4), up to who the client is.
final class AuthExchange {

    private static final Reply MALFORMED = Reply.of(501, "5.5.2", "The authentication message is malformed");
    private static final Reply CANCELLED = Reply.of(501, "5.7.0", "Authentication cancelled");
    private static final Reply UNKNOWN = Reply.of(504, "5.5.4", "Authentication mechanism not supported");
    private static final int NONCE_OCTETS = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SenderCheck check;
    private final InetAddress client;
    private final ClientConnection connection;

    AuthExchange(SenderCheck check, InetAddress client, ClientConnection connection) {
        this.check = check;
        this.client = client;
        this.connection = connection;
    }

    /// What came of an exchange.
    sealed interface Outcome {

        /// The client is the user.
        record Passed(SmtpUser user, Mechanism mechanism) implements Outcome {}

        /// The client is nobody.
        ///
        /// @param name the name that it gave, empty for none
        /// @param why for people
        record Failed(String name, String mechanism, String why, Reply reply) implements Outcome {}
    }

    /// The exchange ended with something else than a message of the mechanism.
    private static final class EndedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Reply reply;

        EndedException(Reply reply) {
            super(reply.lines().getFirst());
            this.reply = reply;
        }
    }

    /// Holds the exchange; the last reply is the caller's.
    Outcome run(Command.Auth command) throws IOException {
        Optional<Mechanism> mechanism = Mechanism.of(command.mechanism());
        if (mechanism.isEmpty()) {
            return new Outcome.Failed("", "", "unknown mechanism", UNKNOWN);
        }
        String word = mechanism.get().word();
        try {
            return switch (mechanism.get()) {
                case PLAIN -> password(Plain.read(first(command.initial(), "")), mechanism.get());
                case LOGIN -> login(command.initial());
                case SCRAM_SHA_256 -> scram(first(command.initial(), ""));
            };
        } catch (EndedException ended) {
            return new Outcome.Failed("", word, String.valueOf(ended.getMessage()), ended.reply);
        } catch (SaslException malformed) {
            return new Outcome.Failed("", word, String.valueOf(malformed.getMessage()), MALFORMED);
        }
    }

    private Outcome login(@Nullable String initial) throws IOException, EndedException, SaslException {
        String user = Plain.text(first(initial, "Username:"));
        String password = Plain.text(ask("Password:"));
        return password(Plain.login(user, password), Mechanism.LOGIN);
    }

    private Outcome password(Login login, Mechanism mechanism) {
        return judged(login.user(), mechanism, check.password(login, client));
    }

    private Outcome scram(byte[] first) throws IOException, EndedException, SaslException {
        ScramServer server = ScramServer.of(first);
        SenderCheck.Proof proof = check.proof(server.user(), client);
        if (proof.refusal() != null) {
            return judged(server.user(), Mechanism.SCRAM_SHA_256, proof.refusal());
        }
        byte[] random = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(random);
        ScramServer.Challenge challenge =
                server.challenge(proof.candidate().keys(), Base64.getEncoder().encodeToString(random));
        byte[] answer = ask(challenge.serverFirst());
        String last;
        try {
            last = challenge.finish(answer);
        } catch (SaslException wrong) {
            return judged(
                    server.user(),
                    Mechanism.SCRAM_SHA_256,
                    check.wrong(proof.candidate(), server.user(), client, String.valueOf(wrong.getMessage())));
        }
        SenderCheck.Result result = check.passed(proof.candidate(), server.user(), client);
        if (result instanceof SenderCheck.Result.Passed && ask(last).length > 0) {
            throw new EndedException(MALFORMED);
        }
        return judged(server.user(), Mechanism.SCRAM_SHA_256, result);
    }

    private static Outcome judged(String name, Mechanism mechanism, SenderCheck.Result result) {
        return switch (result) {
            case SenderCheck.Result.Passed passed -> new Outcome.Passed(passed.user(), mechanism);
            case SenderCheck.Result.Refused refused ->
                new Outcome.Failed(name, mechanism.word(), refused.why(), refused.reply());
        };
    }

    private byte[] first(@Nullable String initial, String prompt) throws IOException, EndedException {
        if (initial == null) {
            return ask(prompt);
        }
        return initial.equals("=") ? new byte[0] : decoded(initial);
    }

    /// Sends a challenge, and reads the answer.
    private byte[] ask(String challenge) throws IOException, EndedException {
        connection.say(
                Reply.of(334, "", Base64.getEncoder().encodeToString(challenge.getBytes(StandardCharsets.UTF_8))));
        return switch (connection.in().authLine()) {
            case OctetReader.Line.Faulty faulty -> throw new EndedException(faulty.reply());
            case OctetReader.Line.Text line when line.text().equals("*") -> throw new EndedException(CANCELLED);
            case OctetReader.Line.Text line -> decoded(line.text());
        };
    }

    private static byte[] decoded(String base64) throws EndedException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new EndedException(Reply.of(501, "5.5.2", "Base64 is expected"));
        }
    }
}
