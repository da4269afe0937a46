package org.danegate.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Checks a name and password, both for the sign-in page and for HTTP Basic. It refuses without a check while the
/// throttle requires waiting, and hashes few passwords at a time. Users known by browser or address are counted
/// separately from strangers and do not wait for them. Where only an identity provider signs in, the right password of
/// others than the rescue account is refused. When a step remains, the right password gives no role yet.
class ThrottledSignIn implements AuthenticationProvider {

    private final AuthenticationProvider passwords;
    private final PasswordRights rights;
    private final SignInSteps steps;
    private final KnownBrowsers browsers;
    private final SignInWatch watch;
    private final HashingTurns turns = new HashingTurns();

    ThrottledSignIn(
            AuthenticationProvider passwords,
            PasswordRights rights,
            SignInSteps steps,
            KnownBrowsers browsers,
            SignInWatch watch) {
        this.passwords = passwords;
        this.rights = rights;
        this.steps = steps;
        this.browsers = browsers;
        this.watch = watch;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication attempt) throws AuthenticationException {
        String user = attempt.getName();
        String address = addressOf(attempt);
        String from = browserOf(user, attempt, address);
        Duration wait = watch.throttle().waitFor(user, from);
        if (wait.isPositive()) {
            watch.refusals().attempt(user, address);
            throw new LockedException("Too many failed attempts. Try again in " + (wait.toSeconds() + 1) + " seconds.");
        }
        boolean known = !from.equals(address) || watch.throttle().knows(user, address);
        try {
            Authentication result = turns.take(known, address, () -> passwords.authenticate(attempt));
            watch.throttle().succeeded(user, from);
            if (result != null && !rights.signsIn(result.getName())) {
                watch.audit().record(user, "was refused to sign in with a password from " + address);
                throw new PasswordsAreOff();
            }
            return result == null ? null : afterPassword(result, attempt);
        } catch (BadCredentialsException | DisabledException e) {
            watch.throttle().failed(user, from);
            watch.history().failed(user);
            watch.audit().record(user, "failed to sign in from " + address);
            throw new BadCredentialsException("User name or password is not right.", e);
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    /// The user with the role, or with the remaining step instead.
    private Authentication afterPassword(Authentication right, Authentication attempt) {
        return steps.afterPassword(right.getName())
                .map(step -> SignInSteps.halfSignedIn(right.getName(), step, attempt.getDetails()))
                .orElse(right);
    }

    /// The known browser of the attempt, otherwise its address.
    private String browserOf(String user, Authentication attempt, String address) {
        return attempt.getDetails() instanceof SignInDetails details
                ? browsers.of(user, details.knownBrowser()).orElse(address)
                : address;
    }

    private static String addressOf(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details && details.getRemoteAddress() != null
                ? details.getRemoteAddress()
                : "unknown";
    }
}
