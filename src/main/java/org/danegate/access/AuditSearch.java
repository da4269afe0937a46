package org.danegate.access;

import java.time.Instant;
import java.util.Locale;

/// Selects entries of the audit log.
///
/// @param user part of the user's name, in any case; empty for all
/// @param text part of the action or its changes, in any case; empty for all
/// @param address part of the client's address; empty for all
/// @param from the first moment
/// @param until the end, exclusive
public record AuditSearch(String user, String text, String address, Instant from, Instant until) {

    /// Later than any entry, and still accepted by the database.
    public static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    /// All entries.
    public static final AuditSearch EVERYTHING = new AuditSearch("", "", "", Instant.EPOCH, END);

    String userPattern() {
        return pattern(user);
    }

    String textPattern() {
        return pattern(text);
    }

    String addressPattern() {
        return pattern(address);
    }

    private static String pattern(String part) {
        return "%" + part.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }
}
