package org.danegate.tlsrpt;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// When the report of a day goes out (RFC 8460 section 4.1).
public final class ReportSchedule {

    /// Clocks of other servers that count for the same report may be behind.
    private static final Duration AFTER_THE_DAY = Duration.ofMinutes(5);

    /// Domains are spread over this time, because all senders of a receiver report on the same day.
    private static final Duration SPREAD = Duration.ofHours(4);

    /// Counted from the end of the day: an older report is of no use to its receiver.
    private static final Duration LATEST = Duration.ofDays(2);

    private ReportSchedule() {}

    /// When a report is due. It differs from domain to domain and from sender to sender, and is the same after a
    /// restart.
    public static Instant due(DayReport report) {
        int part = ByteBuffer.wrap(report.hash()).getInt() & 0xffff;
        return end(report.day())
                .plus(AFTER_THE_DAY)
                .plus(SPREAD.multipliedBy(part).dividedBy(0x10000));
    }

    /// After this time the report is not sent any more.
    public static Instant latest(LocalDate day) {
        return end(day).plus(LATEST);
    }

    private static Instant end(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
