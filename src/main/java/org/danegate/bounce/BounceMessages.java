package org.danegate.bounce;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.danegate.address.MailAddress;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.jspecify.annotations.Nullable;

/// Makes delivery status notifications (RFC 3464) and delay warnings. Never one about a message with the null
/// reverse-path (RFC 5321 6.1), never one that NOTIFY forbids (RFC 3461 4.1).
public final class BounceMessages {

    /// Messages up to this size travel whole in a notification, larger ones with their header alone (appliance:
    /// 10k).
    private static final int LARGEST_COPY = 10 * 1024;

    private final String hostname;

    /// @param hostname this host's name, as the reporting MTA
    public BounceMessages(String hostname) {
        this.hostname = hostname;
    }

    /// What the notification says has happened.
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
        /// Handed to a server that sends no notifications itself (RFC 3461 5.2.2).
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

    /// The notification, or empty where none is due.
    ///
    /// @param mid gives the MID of the new message, asked only when there is one
    /// @param of the delivery reported on
    /// @param original the message's octets
    public Optional<NewMessage> notification(
            LongSupplier mid,
            Kind kind,
            QueuedDelivery of,
            List<Report> reports,
            byte[] original,
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

    /// Whether the recipient's NOTIFY parameter asks for it; without one, failures and delays are told (RFC 3461
    /// 4.1).
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
            Kind kind, QueuedDelivery of, List<Report> reports, byte[] original, MailAddress to, Instant now)
            throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom(new InternetAddress("MAILER-DAEMON@" + hostname, "Mail Delivery System", "UTF-8"));
        message.setHeader("To", to.text());
        message.setSubject(kind.subject);
        message.setSentDate(Date.from(now));
        message.setHeader("Auto-Submitted", "auto-replied");
        message.setContent(report(kind, of, reports, original, now));
        message.saveChanges();
        message.setHeader(
                "Message-ID", "<" + of.mid() + "." + now.toEpochMilli() + "." + kind.action + "@" + hostname + ">");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    private MultipartReport report(Kind kind, QueuedDelivery of, List<Report> reports, byte[] original, Instant now)
            throws MessagingException {
        DeliveryStatus status = new DeliveryStatus();
        InternetHeaders about = new InternetHeaders();
        about.setHeader("Reporting-MTA", "dns; " + hostname);
        if (!of.envelope().envelopeId().isEmpty()) {
            about.setHeader("Original-Envelope-Id", of.envelope().envelopeId());
        }
        about.setHeader("Arrival-Date", mailDate(of.receivedAt()));
        status.setMessageDSN(about);
        reports.forEach(r -> status.addRecipientDSN(fields(kind, r, now)));
        boolean whole = kind == Kind.FAILED && returnsWhole(of.envelope().dsnReturn(), original);
        return whole
                ? new MultipartReport(
                        text(kind, reports),
                        status,
                        new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(original)))
                : new MultipartReport(
                        text(kind, reports), status, new InternetHeaders(new ByteArrayInputStream(header(original))));
    }

    /// RET as the sender gave it (RFC 3461 4.3); without, small messages whole.
    private static boolean returnsWhole(String wish, byte[] original) {
        return switch (wish.toUpperCase(java.util.Locale.ROOT)) {
            case "FULL" -> true;
            case "HDRS" -> false;
            default -> original.length <= LARGEST_COPY;
        };
    }

    /// An address with its type: internationalized ones are written in ASCII (RFC 6533 3).
    private static String typed(MailAddress address) {
        String text = address.text();
        if (text.chars().allMatch(c -> c < 0x80)) {
            return "rfc822; " + text;
        }
        StringBuilder ascii = new StringBuilder("utf-8; ");
        text.codePoints().forEach(c -> {
            if (c < 0x80 && c != '\\' && c != '+' && c != '=') {
                ascii.appendCodePoint(c);
            } else {
                ascii.append("\\x{")
                        .append(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT))
                        .append('}');
            }
        });
        return ascii.toString();
    }

    private static InternetHeaders fields(Kind kind, Report report, Instant now) {
        InternetHeaders fields = new InternetHeaders();
        QueuedDelivery.Pending recipient = report.recipient();
        if (!recipient.originalRecipient().isEmpty()) {
            fields.setHeader("Original-Recipient", recipient.originalRecipient());
        }
        fields.setHeader("Final-Recipient", typed(recipient.address()));
        fields.setHeader("Action", kind.action);
        fields.setHeader("Status", report.trouble().enhanced());
        if (!report.trouble().code().equals("000")) {
            fields.setHeader(
                    "Diagnostic-Code",
                    "smtp; " + report.trouble().code() + " "
                            + oneLine(report.trouble().text()));
        } else {
            fields.setHeader(
                    "Diagnostic-Code", "x-danegate; " + oneLine(report.trouble().text()));
        }
        fields.setHeader("Last-Attempt-Date", mailDate(now));
        return fields;
    }

    private String text(Kind kind, List<Report> reports) {
        StringBuilder text = new StringBuilder("This is the mail system at ")
                .append(hostname)
                .append(".\r\n\r\nYour message ")
                .append(kind.sentence)
                .append("\r\n");
        for (Report r : reports) {
            text.append("\r\n<")
                    .append(r.recipient().address().text())
                    .append(">: ")
                    .append(r.trouble().enhanced())
                    .append(" - ")
                    .append(r.trouble().summary())
                    .append("\r\n    ")
                    .append(oneLine(r.trouble().text()))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static byte[] header(byte[] original) {
        String latin = new String(original, StandardCharsets.ISO_8859_1);
        int end = latin.indexOf("\r\n\r\n");
        int length = Math.min(end < 0 ? original.length : end + 2, LARGEST_COPY);
        return java.util.Arrays.copyOf(original, length);
    }

    private static String mailDate(Instant at) {
        return new jakarta.mail.internet.MailDateFormat().format(Date.from(at));
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}]+", " ").strip();
    }
}
