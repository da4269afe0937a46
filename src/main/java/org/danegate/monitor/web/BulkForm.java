package org.danegate.monitor.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the bar of acts sends, and the page that asks for confirmation.
///
/// @param act the word of a {@link BulkAct}; only the bar says it
/// @param scope `all` for all that match the list, anything else for the ticked rows
/// @param domain domains of the ticked rows; null when none is ticked
/// @param why reason of a suspension
public record BulkForm(
        @Nullable String act,
        @Nullable String scope,
        @Nullable List<String> domain,
        @Nullable String why) {

    boolean all() {
        return "all".equals(scope);
    }

    List<String> domains() {
        return domain == null ? List.of() : domain;
    }

    /// The reason as it was typed.
    public String reason() {
        return why == null ? "" : why;
    }
}
