package org.danegate.credentials;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What changed of a user, for the audit log: values before and after, in English, never a password.
final class UserChanges {

    private UserChanges() {}

    /// @param before null for a new user
    /// @param after null for a deleted one
    static String of(SmtpUser.@Nullable Terms before, SmtpUser.@Nullable Terms after) {
        List<String> lines = new ArrayList<>();
        add(lines, "Allowed senders", senders(before), senders(after));
        add(lines, "Recipients per hour", value(before, true), value(after, true));
        add(lines, "Last day", value(before, false), value(after, false));
        add(lines, "Enabled", enabled(before), enabled(after));
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, String what, String before, String after) {
        if (!before.equals(after)) {
            lines.add(what + ": " + before + " → " + after);
        }
    }

    private static String senders(SmtpUser.@Nullable Terms terms) {
        return terms == null ? "–" : String.join(" ", terms.allowedSenders());
    }

    private static String value(SmtpUser.@Nullable Terms terms, boolean recipients) {
        Object value = terms == null ? null : recipients ? terms.maxRecipientsPerHour() : terms.expiresOn();
        return Objects.toString(value, "–");
    }

    private static String enabled(SmtpUser.@Nullable Terms terms) {
        return terms == null ? "–" : terms.enabled() ? "yes" : "no";
    }
}
