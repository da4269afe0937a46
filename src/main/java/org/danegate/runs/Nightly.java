package org.danegate.runs;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// When the run of the schedule is due. Pure.
///
/// @param time time of day
/// @param zone where that is the time
record Nightly(LocalTime time, ZoneId zone) {

    /// Reads the setting.
    ///
    /// @param text such as `02:30`; empty for no schedule
    /// @throws IllegalArgumentException when it is no time of day
    static Optional<Nightly> of(String text, ZoneId zone) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(new Nightly(LocalTime.parse(text.strip()), zone));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "danegate.daneverify.nightly is a time of day such as 02:30, or empty, not " + text, e);
        }
    }

    /// Whether the time came after one moment, and by another.
    ///
    /// @param last when this was asked before
    boolean due(Instant last, Instant now) {
        ZonedDateTime today = now.atZone(zone).with(time);
        Instant latest = today.toInstant().isAfter(now) ? today.minusDays(1).toInstant() : today.toInstant();
        return latest.isAfter(last);
    }
}
