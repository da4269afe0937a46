package org.danegate.credentials;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.danegate.guessing.GuessablePasswords;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// The rules for users and for passwords that somebody types.
final class SmtpUserRules {

    static final int LONGEST_SENDERS = 8000;

    /// ASCII only: such texts are the same before and after SASLprep (RFC 4013), so that every client agrees on
    /// them.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0,63}");

    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;
    private static final int MOST_RECIPIENTS = 1_000_000_000;

    private SmtpUserRules() {}

    /// @throws RefusedException for a name that is none
    static void name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw refused("name", Wording.of("credentials.user.refused.name"));
        }
    }

    /// @throws RefusedException for terms that are out of bounds
    static void terms(SmtpUser.Terms terms) {
        senders(terms.allowedSenders());
        recipients(terms.maxRecipientsPerHour());
    }

    private static void senders(List<String> senders) {
        if (senders.isEmpty()) {
            throw refused("senders", Wording.of("credentials.user.refused.senders.none"));
        }
        for (String sender : senders) {
            if (!SenderPattern.isOne(sender)) {
                throw refused("senders", Wording.of("credentials.user.refused.sender", sender));
            }
        }
        if (String.join("\n", senders).length() > LONGEST_SENDERS) {
            throw refused("senders", Wording.of("credentials.user.refused.senders.many", LONGEST_SENDERS));
        }
    }

    private static void recipients(@Nullable Integer most) {
        if (most != null && (most < 1 || most > MOST_RECIPIENTS)) {
            throw refused("recipients", Wording.of("credentials.user.refused.recipients", MOST_RECIPIENTS));
        }
    }

    /// @throws RefusedException for a password that is out of bounds
    static void password(String name, String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw refused(
                    "password", Wording.of("credentials.user.refused.length", SHORTEST, LONGEST, password.length()));
        }
        if (!password.chars().allMatch(c -> c >= ' ' && c <= '~') || !password.equals(password.strip())) {
            throw refused("password", Wording.of("credentials.user.refused.ascii"));
        }
        if (password.toLowerCase(Locale.ROOT).contains(name)) {
            throw refused("password", Wording.of("credentials.user.refused.contains-name"));
        }
        if (GuessablePasswords.has(password)) {
            throw refused("password", Wording.of("credentials.user.refused.guessable"));
        }
    }

    private static RefusedException refused(String field, Wording why) {
        return new RefusedException(Fault.error(field, why));
    }
}
