package org.danegate.tlsreports;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.TlsTag;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.tlsrpt.DayReport;
import org.danegate.tlsrpt.ReportTarget;

/// Puts reports into the queue of outgoing mail.
final class MailHandover {

    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final MessageQueue queue;
    private final DeliveryEvents events;
    private final SendingOutcomes outcomes;
    private final InstantSource clock;

    MailHandover(MessageQueue queue, DeliveryEvents events, SendingOutcomes outcomes, InstantSource clock) {
        this.queue = queue;
        this.events = events;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    /// Blocks until the message is durable.
    ///
    /// @param sending as it was written down
    /// @return its next state
    ReportSending over(ReportSending sending, DayReport report, byte[] packed, ReportTarget.Mail to) {
        Instant now = clock.instant();
        long mid = queue.nextMid();
        ReportSending queued = sending.queued(mid, now);
        outcomes.watch(queued);
        try {
            NewMessage message = message(mid, report, packed, to, now);
            publish(message, report);
            queue.accept(message);
            return queued;
        } catch (IOException | MessagingException e) {
            outcomes.forget(mid);
            return sending.waiting(now.plus(AGAIN), now, "could not be queued: " + e.getMessage());
        }
    }

    /// The mail of a report has a sender of its own, and nobody hears of its failure (RFC 8460 section 5.5).
    private static NewMessage message(long mid, DayReport report, byte[] packed, ReportTarget.Mail to, Instant now)
            throws IOException, MessagingException {
        boolean utf8 = to.address().needsUtf8();
        Envelope envelope = new Envelope(report.contact(), true, false, utf8, "", "", "")
                .with(Envelope.Signing.SYSTEM)
                .with(TlsTag.REPORT);
        List<NewMessage.Recipient> recipients = List.of(new NewMessage.Recipient(to.address(), "NEVER", ""));
        return new NewMessage(mid, envelope, recipients, ReportMessage.of(report, packed, to.address(), now), now);
    }

    private void publish(NewMessage message, DayReport report) {
        Instant now = message.receivedAt();
        long mid = message.mid();
        events.publish(new DeliveryEvent.MessageStarted(now, mid, 0, report.contact()));
        events.publish(new DeliveryEvent.RecipientAdded(
                now, mid, 0, 0, message.recipients().getFirst().address()));
        events.publish(new DeliveryEvent.MessageQueued(
                now,
                mid,
                0,
                report.contact(),
                message.body().size(),
                "<" + report.id() + ">",
                ReportMessage.subject(report),
                null,
                message.envelope().lane()));
    }
}
