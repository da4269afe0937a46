package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/// Keeps when and from where each user signed in last, and how many attempts failed since, so that a user sees at the
/// sign-in whether somebody else tried, or was in. Scripts that send a password with each request do not count as
/// signing in; their failures count.
public class SignInHistory {

    /// Session attribute: what was kept before this sign-in.
    private static final String BEFORE = "danegate.sign-in-before";

    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final int LONGEST_ADDRESS = 45;

    private final UserAccounts accounts;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    /// The state before a sign-in.
    ///
    /// @param now time of that sign-in
    /// @param at time of the one before; null when there was none
    /// @param from address of the one before
    /// @param passkey whether the one before was with a passkey
    /// @param failed attempts that failed between the two
    public record Before(Instant now, @Nullable Instant at, String from, boolean passkey, int failed)
            implements Serializable {}

    SignInHistory(UserAccounts accounts, TransactionTemplate transaction, InstantSource clock) {
        this.accounts = accounts;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// What the pages of a session tell its user: the sign-in before, for a minute; where attempts failed since,
    /// for ten minutes.
    public Optional<Before> told(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null
                        && session.getAttribute(BEFORE) instanceof Before before
                        && (before.at() != null || before.failed() > 0)
                        && clock.instant().isBefore(before.now().plus(before.failed() > 0 ? LONG : SHORT))
                ? Optional.of(before)
                : Optional.empty();
    }

    /// Counts a sign-in with all steps done.
    ///
    /// @param passkey whether it was with a passkey
    void signedIn(String user, HttpServletRequest request, boolean passkey) {
        Instant now = clock.instant();
        String address = request.getRemoteAddr();
        Before before = transaction.execute(status -> accounts.findById(user)
                .map(account -> {
                    Before kept = new Before(
                            now,
                            account.getLastSignIn(),
                            account.getLastAddress(),
                            account.isLastByPasskey(),
                            account.getFailedSignIns());
                    account.signedIn(now, address.substring(0, Math.min(LONGEST_ADDRESS, address.length())), passkey);
                    return kept;
                })
                .orElse(null));
        if (before != null) {
            request.getSession().setAttribute(BEFORE, before);
        }
    }

    /// Counts a wrong password or code of a user; a name that nobody has counts nothing.
    void failed(String user) {
        transaction.executeWithoutResult(status -> accounts.countFailure(user.toLowerCase(Locale.ROOT)));
    }
}
