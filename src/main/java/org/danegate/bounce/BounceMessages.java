package org.danegate.bounce;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.danegate.address.MailAddress;
import org.danegate.event.TlsTag;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageBody;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery;
import org.jspecify.annotations.Nullable;

/// Makes delivery status notifications (RFC 3464) and delay warnings. It never makes one about a message with the null
/// reverse-path (RFC 5321 6.1), and never one that NOTIFY forbids (RFC 3461 4.1). Of a message with REQUIRETLS it
/// returns the header only and is sent without the tag; one about a message with `TLS-Required: No` carries that field
/// too (RFC 8689 section 5).
public final class BounceMessages {

    private final NotificationComposer composer;

    /// @param hostname this host's name, as the reporting MTA
    public BounceMessages(String hostname) {
        this.composer = new NotificationComposer(hostname);
    }

    /// The event that a notification reports.
    public enum Kind {
        FAILED(
                "FAILURE",
                "failed",
                "Delivery Status Notification (Failure)",
                "could not be delivered. It will not be tried again."),
        DELAYED(
                "DELAY",
                "delayed",
                "Delivery Status Notification (Delay)",
                "has not been delivered yet. It will be tried again; nothing is lost."),
        /// Relayed to a server that sends no notifications itself (RFC 3461 5.2.2).
        RELAYED(
                "SUCCESS",
                "relayed",
                "Delivery Status Notification (Relay)",
                "was taken by the next server, which sends no notifications: this is the last one you will see.");

        private final String wish;
        final String action;
        final String subject;
        final String sentence;

        Kind(String wish, String action, String subject, String sentence) {
            this.wish = wish;
            this.action = action;
            this.subject = subject;
            this.sentence = sentence;
        }
    }

    /// A recipient to report on.
    public record Report(QueuedDelivery.Pending recipient, Trouble trouble) {}

    /// Makes the notification; empty when none is due.
    ///
    /// @param mid gives the MID of the new message, called only when there is one
    /// @param of the delivery that the notification reports on
    /// @param original the message
    public Optional<NewMessage> notification(
            LongSupplier mid,
            Kind kind,
            QueuedDelivery of,
            List<Report> reports,
            MessageBody original,
            BounceProfile profile,
            Instant now)
            throws IOException {
        List<Report> wanted =
                reports.stream().filter(r -> isWanted(kind, r.recipient())).toList();
        MailAddress to = recipient(of.envelope(), profile);
        if (wanted.isEmpty() || to == null || kind == Kind.FAILED && !profile.sendHardBounces()) {
            return Optional.empty();
        }
        try {
            byte[] body = composer.compose(kind, of, wanted, original, to, now);
            return Optional.of(new NewMessage(
                    mid.getAsLong(),
                    envelope(of.envelope(), to, profile),
                    List.of(new NewMessage.Recipient(to, "NEVER", "")),
                    body,
                    now));
        } catch (MessagingException e) {
            throw new IOException("the notification cannot be composed", e);
        }
    }

    private static Envelope envelope(Envelope of, MailAddress to, BounceProfile profile) {
        return new Envelope("", of.relayed(), true, to.needsUtf8(), "", "", of.listener())
                .with(of.tls().ignoresPolicies() ? TlsTag.NOT_REQUIRED : TlsTag.NONE)
                .with(profile.dkimSigning() ? Envelope.Signing.SYSTEM : Envelope.Signing.NONE);
    }

    /// Whether the recipient's NOTIFY parameter asks for it; without the parameter, failures and delays are
    /// reported (RFC 3461 4.1).
    private static boolean isWanted(Kind kind, QueuedDelivery.Pending recipient) {
        String wishes = recipient.dsnNotify();
        if (wishes.isEmpty()) {
            return kind != Kind.RELAYED;
        }
        return List.of(wishes.toUpperCase(java.util.Locale.ROOT).split(",")).contains(kind.wish);
    }

    private static @Nullable MailAddress recipient(Envelope envelope, BounceProfile profile) {
        if (envelope.sender().isEmpty()) {
            return null;
        }
        if (profile.bounceSender() != null) {
            return profile.bounceSender();
        }
        try {
            return MailAddress.parse(envelope.sender());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
