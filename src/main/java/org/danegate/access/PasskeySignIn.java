package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;

/// Signing in with a passkey: the challenge, and the check of the browser's answer. The user need not give a name: the
/// passkey says who it is. The device has verified its user, so no second step follows; only a password that somebody
/// else gave must be replaced first.
public class PasskeySignIn {

    /// All who answer with a passkey that does not hold count as one user of their address.
    private static final String ANYBODY = "unknown";

    private final RelyingParty party;
    private final PasskeyPlaces places;
    private final UserDetailsService accounts;
    private final PasswordRights rights;
    private final SignInSteps steps;
    private final SignInWatch watch;
    private final InstantSource clock;

    PasskeySignIn(
            RelyingParty party,
            PasskeyPlaces places,
            UserDetailsService accounts,
            PasswordRights rights,
            SignInSteps steps,
            SignInWatch watch,
            InstantSource clock) {
        this.party = party;
        this.places = places;
        this.accounts = accounts;
        this.rights = rights;
        this.steps = steps;
        this.watch = watch;
        this.clock = clock;
    }

    /// Why a passkey signs nobody in.
    static final class Refused extends AuthenticationException {

        private static final long serialVersionUID = 1L;

        private final boolean late;

        Refused(boolean late) {
            super(late ? "The challenge is gone or too old." : "The passkey was not accepted.");
            this.late = late;
        }

        /// Whether the page was open for too long.
        boolean isLate() {
            return late;
        }
    }

    /// A new challenge for the browser as JSON (W3C Web Authentication, section 5.1.10); empty where passkeys do
    /// not work.
    public Optional<String> challenge(HttpServletRequest request) {
        if (!(places.of(request) instanceof PasskeyPlace.On place)) {
            return Optional.empty();
        }
        PublicKeyCredentialRequestOptions options = party.challenge(place);
        new PasskeyChallenges(request.getSession()).add(options, clock.instant());
        return Optional.of(party.json(options));
    }

    /// Checks the answer in the parameter `credential`.
    ///
    /// @return the user with the role, or with the remaining step instead
    /// @throws AuthenticationException for an answer that does not hold, a user who may not sign in, or while the
    ///     throttle requires waiting
    Authentication check(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        Duration wait = watch.throttle().waitFor(ANYBODY, address);
        if (wait.isPositive()) {
            watch.refusals().attempt(ANYBODY, address);
            throw new LockedException("Too many failed attempts.");
        }
        PasskeyChallenges challenges = new PasskeyChallenges(request.getSession());
        if (challenges.isEmpty()) {
            throw new Refused(true);
        }
        String answer = String.valueOf(request.getParameter("credential"));
        Optional<PasskeyChallenges.Challenge> challenge =
                party.challengeOf(answer).flatMap(challenges::take);
        if (challenge.filter(this::isOld).isPresent()) {
            throw new Refused(true);
        }
        Optional<Passkey> shown = places.of(request) instanceof PasskeyPlace.On place
                ? challenge.flatMap(one -> party.shown(one.options(), answer, place))
                : Optional.empty();
        if (shown.isEmpty()) {
            watch.throttle().failed(ANYBODY, address);
            watch.refusals().passkey(request);
            throw new Refused(false);
        }
        watch.throttle().succeeded(ANYBODY, address);
        challenges.clear();
        return signedIn(shown.get(), request);
    }

    private boolean isOld(PasskeyChallenges.Challenge challenge) {
        return !clock.instant().isBefore(challenge.at().plus(Passkeys.PATIENCE));
    }

    private Authentication signedIn(Passkey passkey, HttpServletRequest request) {
        String user = passkey.getUserName();
        UserDetails account = accounts.loadUserByUsername(user);
        if (!account.isEnabled()) {
            watch.history().failed(user);
            refuse(user, request, "the user is disabled");
            throw new Refused(false);
        }
        if (!rights.signsIn(user)) {
            refuse(user, request, "only the identity provider signs in");
            throw new PasswordsAreOff();
        }
        PasskeyDetails details = new PasskeyDetails(request, passkey.getLabel());
        Optional<SignInStep> step = steps.afterPasskey(user);
        if (step.isPresent()) {
            return SignInSteps.halfSignedIn(user, step.get(), details);
        }
        return SignInSteps.signedIn(account, details);
    }

    private void refuse(String user, HttpServletRequest request, String why) {
        watch.audit().record(user, "failed to sign in from " + request.getRemoteAddr() + " with a passkey: " + why);
    }
}
