package org.danegate.listener;

import java.net.InetAddress;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.danegate.credentials.SenderLogins;
import org.danegate.credentials.SmtpUser;
import org.danegate.guessing.GuessThrottle;
import org.danegate.sasl.Login;
import org.danegate.sasl.ScramKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides whether somebody is the user of a name: by password, or by a proof of SCRAM. Wrong attempts are counted for
/// all listeners together, and only a few passwords are hashed at once.
final class SenderCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SenderCheck.class);
    private static final int COUNTS = 10_000;
    private static final int WRONG_FROM_ANYWHERE = 100;
    private static final int LONGEST_TURN = 10;
    private static final Reply WRONG = Reply.of(535, "5.7.8", "Authentication credentials invalid");
    private static final Reply LATER = Reply.of(454, "4.7.0", "Temporary authentication failure, try again later");
    private static final Reply TOO_MANY =
            Reply.of(454, "4.7.0", "Too many failed attempts to authenticate, try again later");

    private static final SenderLogins.Candidate NOBODY =
            new SenderLogins.Candidate(new ScramKeys(new byte[1], 1, new byte[1], new byte[1]), Optional.empty());

    private final SenderLogins logins;
    private final InstantSource clock;
    private final GuessThrottle throttle;
    private final Semaphore turns =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    SenderCheck(SenderLogins logins, InstantSource clock) {
        this.logins = logins;
        this.clock = clock;
        this.throttle = new GuessThrottle(clock, COUNTS, WRONG_FROM_ANYWHERE);
    }

    /// What came of an attempt.
    sealed interface Result {

        record Passed(SmtpUser user) implements Result {}

        /// @param why for people
        record Refused(String why, Reply reply) implements Result {}
    }

    /// What SCRAM needs to begin.
    ///
    /// @param refusal why it may not; null when it may
    record Proof(SenderLogins.Candidate candidate, Result.@Nullable Refused refusal) {}

    /// Checks a password. Takes as long for a name that nobody has.
    Result password(Login login, InetAddress client) {
        Proof proof = proof(login.user(), client);
        if (proof.refusal() != null) {
            return proof.refusal();
        }
        Optional<Boolean> right = inTurn(proof.candidate(), login.password());
        if (right.isEmpty()) {
            return new Result.Refused("too many are authenticating at once", LATER);
        }
        return right.get()
                ? passed(proof.candidate(), login.user(), client)
                : wrong(proof.candidate(), login.user(), client, "wrong password");
    }

    private Optional<Boolean> inTurn(SenderLogins.Candidate candidate, String password) {
        try {
            if (!turns.tryAcquire(LONGEST_TURN, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(candidate.keys().fit(password));
        } finally {
            turns.release();
        }
    }

    /// Looks up what SCRAM begins with.
    Proof proof(String name, InetAddress client) {
        SenderLogins.Candidate candidate;
        try {
            candidate = logins.candidate(name);
        } catch (RuntimeException unreadable) {
            LOG.error("SMTP users cannot be read", unreadable);
            return new Proof(NOBODY, new Result.Refused("SMTP users cannot be read", LATER));
        }
        boolean wait = throttle.waitFor(name, client.getHostAddress()).isPositive();
        return new Proof(candidate, wait ? new Result.Refused("too many failed attempts", TOO_MANY) : null);
    }

    /// The user has proved to know the password, if there is such a user and it may authenticate.
    Result passed(SenderLogins.Candidate candidate, String name, InetAddress client) {
        if (candidate.user().isEmpty()) {
            return failed(name, client, "no such user");
        }
        SmtpUser user = candidate.user().get();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault());
        return switch (user.state(today)) {
            case DISABLED -> failed(name, client, "the user is disabled");
            case EXPIRED -> failed(name, client, "the user has expired");
            case ACTIVE -> {
                throttle.succeeded(name, client.getHostAddress());
                logins.used(user);
                yield new Result.Passed(user);
            }
        };
    }

    /// The password or its proof is wrong, as it always is for a user that does not exist.
    Result.Refused wrong(SenderLogins.Candidate candidate, String name, InetAddress client, String why) {
        return failed(name, client, candidate.user().isEmpty() ? "no such user" : why);
    }

    /// Counts a wrong attempt. The client is not told more than that it was wrong.
    private Result.Refused failed(String name, InetAddress client, String why) {
        throttle.failed(name, client.getHostAddress());
        return new Result.Refused(why, WRONG);
    }
}
