package org.danegate.operations.web;

import org.danegate.operations.ExceptionDesk;
import org.danegate.policy.DaneSupport;
import org.jspecify.annotations.Nullable;

/// The fields of the form for an exception from DANE, as they were sent.
///
/// @param support name of a {@link DaneSupport}
record ExceptionForm(String support, String hours, String reason, boolean confirmed) {

    ExceptionForm(
            @Nullable String support, @Nullable String hours, @Nullable String reason, @Nullable Boolean confirmed) {
        this(
                support == null ? "" : support,
                hours == null ? "" : hours.strip(),
                reason == null ? "" : reason,
                Boolean.TRUE.equals(confirmed));
    }

    /// Zero when it is no number in the range.
    int hoursInRange() {
        if (!hours.matches("[0-9]{1,4}")) {
            return 0;
        }
        int number = Integer.parseInt(hours);
        return number <= ExceptionDesk.MOST_HOURS ? number : 0;
    }

    /// Mandatory, which is no exception, when it was not offered.
    DaneSupport chosen() {
        return switch (support) {
            case "NONE" -> DaneSupport.NONE;
            case "OPPORTUNISTIC" -> DaneSupport.OPPORTUNISTIC;
            default -> DaneSupport.MANDATORY;
        };
    }
}
