package org.danegate.tlsreports.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.danegate.tlsreports.RecordFound;
import org.danegate.tlsreports.ReportSending;
import org.danegate.tlsreports.ReportStanding;
import org.danegate.tlsreports.SendingState;
import org.danegate.tlsreports.StoredReport;
import org.danegate.tlsreports.TlsReports;
import org.jspecify.annotations.Nullable;

/// The report of a day and domain in one line, for the page and for scripts.
///
/// @param id of the report
/// @param day in UTC, such as `2026-11-27`
/// @param successes sessions, of all policies
/// @param failures sessions, of all policies
/// @param record what the domain publishes at `_smtp._tls`: `wanted`, `none`, `bogus`, `unknown`, or `pending` when it
///     was not looked up yet
/// @param targets where the domain wants reports; empty when it wants none
/// @param reason why it gets none; empty when it gets one
/// @param state `not-wanted`, `not-sending` (reports are off, or it is too late), `due`, `refused`, or `sent`
/// @param sent whether it was sent, or is on its way
/// @param due when it is sent; null unless it is due
/// @param sendings where it went or goes; empty unless it was sent
public record ShownReport(
        String id,
        String day,
        String domain,
        long successes,
        long failures,
        String record,
        List<String> targets,
        String reason,
        String state,
        boolean sent,
        @Nullable Instant due,
        List<Sending> sendings) {
    public ShownReport {
        targets = List.copyOf(targets);
        sendings = List.copyOf(sendings);
    }

    /// The report on its way to one receiver.
    ///
    /// @param target URI as published
    /// @param state `handing-over`, `waiting`, `queued`, `taken`, `failed`, `left-out`, or `unknown` when the
    ///     server ended while it was handed over
    /// @param at when the state began
    /// @param tries how often it was handed over
    /// @param mid of its message; null when it was not queued
    /// @param reason one phrase, or empty
    public record Sending(
            String target,
            String state,
            Instant at,
            int tries,
            @Nullable Long mid,
            String reason) {

        static Sending of(ReportSending sending) {
            return new Sending(
                    sending.target(),
                    word(sending.state()),
                    sending.at(),
                    sending.tries(),
                    sending.mid() == 0 ? null : sending.mid(),
                    sending.reason());
        }
    }

    static List<ShownReport> all(TlsReports reports) {
        return reports.newest().stream().map(ShownReport::of).toList();
    }

    static ShownReport of(StoredReport stored) {
        RecordFound found = stored.line().record();
        ReportStanding standing = stored.standing();
        return new ShownReport(
                stored.report().id(),
                stored.line().day().toString(),
                stored.line().domain().ascii(),
                stored.line().successes(),
                stored.line().failures(),
                found == null ? "pending" : word(found.kind()),
                found == null ? List.of() : found.targets(),
                reason(standing, found),
                state(standing),
                standing instanceof ReportStanding.Sent,
                standing instanceof ReportStanding.Due due ? due.at() : null,
                standing instanceof ReportStanding.Sent to
                        ? to.sendings().stream().map(Sending::of).toList()
                        : List.of());
    }

    private static String reason(ReportStanding standing, @Nullable RecordFound found) {
        return standing instanceof ReportStanding.Refused refused
                ? refused.reason()
                : found == null ? "" : found.reason();
    }

    private static String state(ReportStanding standing) {
        return switch (standing) {
            case ReportStanding.NotWanted s -> "not-wanted";
            case ReportStanding.NotSending s -> "not-sending";
            case ReportStanding.Due s -> "due";
            case ReportStanding.Refused s -> "refused";
            case ReportStanding.Sent s -> "sent";
        };
    }

    private static String word(Enum<?> of) {
        return of.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether something is still to come of its way to a receiver.
    public boolean open() {
        return sendings.stream()
                .anyMatch(s -> SendingState.valueOf(
                                s.state().toUpperCase(Locale.ROOT).replace('-', '_'))
                        .isOpen());
    }

    /// How many receivers have it.
    public long taken() {
        return sendings.stream().filter(s -> s.state().equals("taken")).count();
    }
}
