package org.danegate.tlsreports;

import java.time.InstantSource;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.tlsrpt.DayReport;
import org.danegate.tlsrpt.ReportTarget;

/// Hands reports over to their receivers, and writes down what came of it.
final class Handover {

    private final SendingStore store;
    private final MailHandover mail;
    private final HttpsHandover https;
    private final DeliveryEvents events;
    private final InstantSource clock;

    Handover(SendingStore store, MailHandover mail, HttpsHandover https, DeliveryEvents events, InstantSource clock) {
        this.store = store;
        this.mail = mail;
        this.https = https;
        this.events = events;
        this.clock = clock;
    }

    /// Hands a report over. Blocks, for a minute or two at most.
    ///
    /// @param sending as it was written down: in state HANDING_OVER
    void over(ReportSending sending, DayReport report) {
        ReportTarget receiver = sending.receiver().orElse(null);
        ReportSending next = switch (receiver) {
            case ReportTarget.Mail to -> mail.over(sending, report, PackedReport.of(report), to);
            case ReportTarget.Https to -> https.over(sending, PackedReport.of(report), to);
            case null -> sending.in(SendingState.FAILED, clock.instant(), "the URI is none");
        };
        store.change(sending, next);
        note(next);
    }

    /// Writes a line to the log.
    void note(ReportSending s) {
        String what = switch (s.state()) {
            case HANDING_OVER -> "being sent to " + s.target();
            case WAITING -> "not sent to " + s.target() + " yet: " + s.reason() + "; next try at " + s.next();
            case QUEUED -> "queued for " + s.target() + " as MID " + s.mid();
            case TAKEN -> "taken by " + s.target() + (s.reason().isEmpty() ? "" : "; " + s.reason());
            case FAILED -> "not taken by " + s.target() + ": " + s.reason();
            case LEFT_OUT -> "not sent to " + s.target() + ": " + s.reason();
            case UNKNOWN -> "may have been sent to " + s.target() + ": " + s.reason();
        };
        boolean bad = s.state() == SendingState.FAILED || s.state() == SendingState.UNKNOWN;
        events.publish(new DeliveryEvent.SystemNotice(
                clock.instant(), bad, "TLS report of " + s.day() + " for " + s.domain() + " " + what));
    }
}
