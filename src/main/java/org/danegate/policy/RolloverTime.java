package org.danegate.policy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/// When a log starts a new file whatever its size. Written as `none`, an interval (`30m`, `6h`, `1d`), `hourly`,
/// `daily 00:00` or `weekly MON 00:00`; times of day are the server's local time.
public sealed interface RolloverTime {

    /// When a file that was started at a time must end; {@link Instant#MAX} for never.
    Instant endOf(Instant begun, ZoneId zone);

    /// The text of the policy file.
    String text();

    /// Only by size.
    record None() implements RolloverTime {
        @Override
        public Instant endOf(Instant begun, ZoneId zone) {
            return Instant.MAX;
        }

        @Override
        public String text() {
            return "none";
        }
    }

    /// A fixed time after the start of the file.
    record Every(Duration interval) implements RolloverTime {
        @Override
        public Instant endOf(Instant begun, ZoneId zone) {
            return begun.plus(interval);
        }

        @Override
        public String text() {
            long minutes = interval.toMinutes();
            if (interval.toSeconds() % 60 != 0) {
                return interval.toSeconds() + "s";
            }
            return minutes % 1440 == 0 ? minutes / 1440 + "d" : minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
        }
    }

    /// At each full hour.
    record Hourly() implements RolloverTime {
        @Override
        public Instant endOf(Instant begun, ZoneId zone) {
            return begun.atZone(zone).truncatedTo(ChronoUnit.HOURS).plusHours(1).toInstant();
        }

        @Override
        public String text() {
            return "hourly";
        }
    }

    /// Each day at a time.
    record Daily(LocalTime at) implements RolloverTime {
        @Override
        public Instant endOf(Instant begun, ZoneId zone) {
            ZonedDateTime start = begun.atZone(zone);
            ZonedDateTime today = start.toLocalDate().atTime(at).atZone(zone);
            return (today.isAfter(start)
                            ? today
                            : start.toLocalDate().plusDays(1).atTime(at).atZone(zone))
                    .toInstant();
        }

        @Override
        public String text() {
            return "daily " + at;
        }
    }

    /// Each week on a day at a time.
    record Weekly(DayOfWeek day, LocalTime at) implements RolloverTime {
        @Override
        public Instant endOf(Instant begun, ZoneId zone) {
            ZonedDateTime start = begun.atZone(zone);
            ZonedDateTime next = start.toLocalDate()
                    .with(TemporalAdjusters.nextOrSame(day))
                    .atTime(at)
                    .atZone(zone);
            return (next.isAfter(start)
                            ? next
                            : start.toLocalDate()
                                    .with(TemporalAdjusters.next(day))
                                    .atTime(at)
                                    .atZone(zone))
                    .toInstant();
        }

        @Override
        public String text() {
            return "weekly " + day.name().substring(0, 3) + " " + at;
        }
    }

    /// Reads the notation of the policy file.
    ///
    /// @throws IllegalArgumentException with a sentence for people when it is none of these
    static RolloverTime parse(String text) {
        return RolloverNotation.parse(text);
    }
}
