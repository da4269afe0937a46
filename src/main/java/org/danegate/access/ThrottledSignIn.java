package org.danegate.access;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Checks a name and password, for the sign-in page and HTTP Basic alike: refuses without looking while the throttle
/// says wait, and hashes few passwords at a time because each takes 16 MiB.
/// Where a step is left to do, the right password gives no role yet.
class ThrottledSignIn implements AuthenticationProvider {

    /// Four at most, and so few that they take no more than an eighth of the heap, or one alone.
    private static final int HASHED_AT_ONCE = Math.clamp(Runtime.getRuntime().maxMemory() >> 27, 1, 4);
    private static final int LONGEST_QUEUE_SECONDS = 10;

    private final AuthenticationProvider passwords;
    private final SignInThrottle throttle;
    private final Audit audit;
    private final SignInSteps steps;
    private final Semaphore hashing = new Semaphore(HASHED_AT_ONCE, true);

    ThrottledSignIn(AuthenticationProvider passwords, SignInThrottle throttle, Audit audit, SignInSteps steps) {
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
        this.steps = steps;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication attempt) throws AuthenticationException {
        String user = attempt.getName();
        String address = addressOf(attempt);
        Duration wait = throttle.waitFor(user, address);
        if (wait.isPositive()) {
            throw new LockedException("Too many failed attempts. Try again in " + (wait.toSeconds() + 1) + " seconds.");
        }
        try {
            Authentication result = check(attempt);
            throttle.succeeded(user, address);
            return result == null ? null : afterPassword(result, attempt);
        } catch (BadCredentialsException | DisabledException e) {
            throttle.failed(user, address);
            audit.record(user, "failed to sign in from " + address);
            throw new BadCredentialsException("User name or password is not right.", e);
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    private @Nullable Authentication check(Authentication attempt) {
        try {
            if (!hashing.tryAcquire(LONGEST_QUEUE_SECONDS, TimeUnit.SECONDS)) {
                throw new LockedException("Too many people are signing in. Try again in a minute.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockedException("The server is stopping.", e);
        }
        try {
            return passwords.authenticate(attempt);
        } finally {
            hashing.release();
        }
    }

    /// The user with the role, or with the step that is left in its place.
    private Authentication afterPassword(Authentication right, Authentication attempt) {
        return steps.afterPassword(right.getName())
                .map(step -> SignInSteps.halfSignedIn(right.getName(), step, attempt.getDetails()))
                .orElse(right);
    }

    private static String addressOf(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details && details.getRemoteAddress() != null
                ? details.getRemoteAddress()
                : "unknown";
    }
}
