package org.danegate.credentials;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user who may authenticate to a listener, without the password.
///
/// @param name lower case
/// @param terms what the user may do, and until when
/// @param passwordAt when the password was set
/// @param createdAt when the user was added
public record SmtpUser(String name, Terms terms, Instant passwordAt, Instant createdAt) {

    /// What a user may do, and until when.
    ///
    /// @param allowedSenders envelope senders that the user may give: addresses, `@example.com`, `@.example.com`
    ///     for subdomains, or `ALL`
    /// @param maxRecipientsPerHour 1 to 1,000,000,000; null when only the mail flow policy limits
    /// @param expiresOn the last day on which the user may authenticate; null for no end
    /// @param enabled whether the user may authenticate at all
    public record Terms(
            List<String> allowedSenders,
            @Nullable Integer maxRecipientsPerHour,
            @Nullable LocalDate expiresOn,
            boolean enabled) {
        public Terms {
            allowedSenders = List.copyOf(allowedSenders);
        }
    }

    /// Whether a user may authenticate.
    public enum State {
        ACTIVE,
        DISABLED,
        EXPIRED
    }

    /// Whether the user may authenticate on a day.
    public State state(LocalDate today) {
        if (!terms.enabled()) {
            return State.DISABLED;
        }
        LocalDate last = terms.expiresOn();
        return last != null && today.isAfter(last) ? State.EXPIRED : State.ACTIVE;
    }

    /// Whether the user may send with a reverse-path. The null sender of notifications is nobody's, and allowed.
    public boolean maySendAs(String reversePath) {
        return reversePath.isEmpty()
                || terms.allowedSenders().stream().anyMatch(allowed -> SenderPattern.covers(allowed, reversePath));
    }
}
