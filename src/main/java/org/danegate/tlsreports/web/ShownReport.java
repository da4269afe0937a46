package org.danegate.tlsreports.web;

import java.util.List;
import java.util.Locale;
import org.danegate.tlsreports.DayLine;
import org.danegate.tlsreports.RecordFound;
import org.danegate.tlsreports.TlsReports;

/// The report of a day and domain in one line, for the page and for scripts.
///
/// @param id of the report
/// @param day in UTC, such as `2026-11-27`
/// @param successes sessions, of all policies
/// @param failures sessions, of all policies
/// @param record what the domain publishes at `_smtp._tls`: `wanted`, `none`, `bogus`, `unknown`, or `pending` when it
///     was not looked up yet
/// @param targets where the domain wants reports; empty when it wants none
/// @param reason why it gets none; empty when it wants reports
/// @param sent always false: this version does not send reports
public record ShownReport(
        String id,
        String day,
        String domain,
        long successes,
        long failures,
        String record,
        List<String> targets,
        String reason,
        boolean sent) {
    public ShownReport {
        targets = List.copyOf(targets);
    }

    static List<ShownReport> all(TlsReports reports) {
        return reports.lines().stream().map(line -> of(reports, line)).toList();
    }

    static ShownReport of(TlsReports reports, DayLine line) {
        RecordFound found = line.record();
        return new ShownReport(
                reports.id(line),
                line.day().toString(),
                line.domain().ascii(),
                line.successes(),
                line.failures(),
                found == null ? "pending" : found.kind().name().toLowerCase(Locale.ROOT),
                found == null ? List.of() : found.targets(),
                found == null ? "" : found.reason(),
                false);
    }
}
