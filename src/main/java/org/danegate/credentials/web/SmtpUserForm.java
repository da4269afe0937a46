package org.danegate.credentials.web;

import static java.util.Objects.requireNonNullElse;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.danegate.credentials.SmtpUser;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// The fields of the form of a user, as sent.
///
/// @param senders allowed envelope senders, one on each line
/// @param recipients the most in an hour, empty for no limit of the user's own
/// @param expires the last day as `2027-01-31`, empty for none
/// @param password empty to make a random one, or on the form that changes a user
record SmtpUserForm(String name, String senders, String recipients, String expires, String enabled, String password) {

    private static final int LONGEST_LIST = 8000;

    /// Fields that were not sent arrive as null.
    SmtpUserForm {
        name = requireNonNullElse(name, "").strip();
        senders = requireNonNullElse(senders, "");
        recipients = requireNonNullElse(recipients, "");
        expires = requireNonNullElse(expires, "");
        enabled = requireNonNullElse(enabled, "");
        password = requireNonNullElse(password, "");
    }

    /// The form for a new user.
    static SmtpUserForm empty() {
        return new SmtpUserForm("", "", "", "", "true", "");
    }

    /// The form with the user's present values.
    static SmtpUserForm of(SmtpUser user) {
        SmtpUser.Terms terms = user.terms();
        return new SmtpUserForm(
                user.name(),
                String.join("\n", terms.allowedSenders()),
                Objects.toString(terms.maxRecipientsPerHour(), ""),
                Objects.toString(terms.expiresOn(), ""),
                String.valueOf(terms.enabled()),
                "");
    }

    /// @throws RefusedException for a field that cannot be read
    SmtpUser.Terms terms() {
        if (!Set.of("true", "false").contains(enabled)) {
            throw new RefusedException(Fault.error("enabled", Wording.of("credentials.user.refused.state")));
        }
        return new SmtpUser.Terms(list(), number(), day(), enabled.equals("true"));
    }

    private List<String> list() {
        if (senders.length() > LONGEST_LIST) {
            throw new RefusedException(
                    Fault.error("senders", Wording.of("credentials.user.refused.senders.many", LONGEST_LIST)));
        }
        return senders.lines()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private @Nullable Integer number() {
        String typed = recipients.strip();
        if (typed.isEmpty()) {
            return null;
        }
        if (!typed.matches("[0-9]{1,9}")) {
            throw new RefusedException(
                    Fault.error("recipients", Wording.of("credentials.user.refused.recipients", 1_000_000_000)));
        }
        return Integer.valueOf(typed);
    }

    private @Nullable LocalDate day() {
        try {
            return expires.isBlank() ? null : LocalDate.parse(expires.strip());
        } catch (DateTimeParseException e) {
            throw new RefusedException(Fault.error("expires", Wording.of("credentials.user.refused.expires")));
        }
    }
}
