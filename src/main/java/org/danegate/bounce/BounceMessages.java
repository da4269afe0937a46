package org.danegate.bounce;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.danegate.address.MailAddress;
import org.danegate.address.OutsideText;
import org.danegate.event.Trouble;
import org.danegate.mime.MimeMessages;
import org.danegate.policy.BounceProfile;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageBody;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.jspecify.annotations.Nullable;

/// Makes delivery status notifications (RFC 3464) and delay warnings. It never makes one about a message with the null
/// reverse-path (RFC 5321 6.1), and never one that NOTIFY forbids (RFC 3461 4.1).
public final class BounceMessages {

    private static final int LONGEST_ADDRESS = 900;

    private final String hostname;
    private final StatusFields status;

    /// @param hostname this host's name, as the reporting MTA
    public BounceMessages(String hostname) {
        this.hostname = hostname;
        this.status = new StatusFields(hostname);
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
        private final String action;
        private final String subject;
        private final String sentence;

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
            byte[] body = compose(kind, of, wanted, original, to, now);
            Envelope envelope = new Envelope(
                    "",
                    of.envelope().relayed(),
                    true,
                    to.needsUtf8(),
                    "",
                    "",
                    of.envelope().listener());
            return Optional.of(new NewMessage(
                    mid.getAsLong(), envelope, List.of(new NewMessage.Recipient(to, "NEVER", "")), body, now));
        } catch (MessagingException e) {
            throw new IOException("the notification cannot be composed", e);
        }
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

    private byte[] compose(
            Kind kind, QueuedDelivery of, List<Report> reports, MessageBody original, MailAddress to, Instant now)
            throws MessagingException, IOException {
        MimeMessage message = MimeMessages.blank();
        message.setFrom(new InternetAddress("MAILER-DAEMON@" + hostname, "Mail Delivery System", "UTF-8"));
        message.setHeader("To", shown(to));
        message.setSubject(kind.subject);
        message.setSentDate(Date.from(now));
        message.setHeader("Auto-Submitted", "auto-replied");
        MimeBodyPart returned = ReturnedCopy.of(original, of.envelope().dsnReturn(), kind == Kind.FAILED);
        message.setContent(new ThreeParts(text(kind, reports), status.of(kind.action, of, reports, now), returned));
        message.setHeader("Content-Transfer-Encoding", returned.getEncoding().equals("8bit") ? "8bit" : "7bit");
        message.saveChanges();
        message.setHeader(
                "Message-ID", "<" + of.mid() + "." + now.toEpochMilli() + "." + kind.action + "@" + hostname + ">");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    /// The envelope already says where the message goes; an address that does not fit in a line is not shown.
    private static String shown(MailAddress to) {
        String text = OutsideText.line(to.wireText());
        return text.getBytes(StandardCharsets.UTF_8).length > LONGEST_ADDRESS ? "undisclosed-recipients:;" : text;
    }

    private String text(Kind kind, List<Report> reports) {
        StringBuilder text = new StringBuilder("This is the mail system at ")
                .append(hostname)
                .append(".\r\n\r\nYour message ")
                .append(kind.sentence)
                .append("\r\n");
        for (Report r : reports) {
            text.append("\r\n<")
                    .append(OutsideText.line(r.recipient().address().text()))
                    .append(">: ")
                    .append(r.trouble().enhanced())
                    .append(" - ")
                    .append(OutsideText.line(r.trouble().summary()))
                    .append("\r\n    ")
                    .append(FieldText.cut(r.trouble().text()))
                    .append("\r\n");
        }
        return text.toString();
    }

    /// A report whose third part is written as given; the library's own constructors support fewer types.
    private static final class ThreeParts extends MultipartReport {
        ThreeParts(String text, DeliveryStatus status, MimeBodyPart returned) throws MessagingException {
            constructed = false;
            MimeBodyPart words = new MimeBodyPart();
            words.setText(text, text.chars().allMatch(c -> c < 0x80) ? "us-ascii" : "UTF-8");
            setTextBodyPart(words);
            setReport(status);
            addBodyPart(returned);
            constructed = true;
        }
    }
}
