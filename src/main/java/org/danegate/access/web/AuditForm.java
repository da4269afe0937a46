package org.danegate.access.web;

import org.jspecify.annotations.Nullable;

/// A search of the audit log, as typed.
///
/// @param user part of a user's name
/// @param text part of the action or its changes
/// @param address part of the client's address
/// @param from first day, such as `2026-11-01`
/// @param to last day
record AuditForm(String user, String text, String address, String from, String to) {

    AuditForm(
            @Nullable String user,
            @Nullable String text,
            @Nullable String address,
            @Nullable String from,
            @Nullable String to) {
        this.user = user == null ? "" : user;
        this.text = text == null ? "" : text;
        this.address = address == null ? "" : address;
        this.from = from == null ? "" : from;
        this.to = to == null ? "" : to;
    }
}
