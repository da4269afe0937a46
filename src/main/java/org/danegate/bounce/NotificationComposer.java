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
import org.danegate.address.MailAddress;
import org.danegate.address.OutsideText;
import org.danegate.bounce.BounceMessages.Kind;
import org.danegate.bounce.BounceMessages.Report;
import org.danegate.event.TlsTag;
import org.danegate.mime.MimeMessages;
import org.danegate.queue.MessageBody;
import org.danegate.queue.QueuedDelivery;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;

/// Composes notifications (RFC 6522): words for people, the fields of {@link StatusFields} for programs, and the
/// original
/// message or its header.
final class NotificationComposer {

    private static final int LONGEST_ADDRESS = 900;

    private final String hostname;
    private final StatusFields status;

    /// @param hostname this host's name, as the reporting MTA
    NotificationComposer(String hostname) {
        this.hostname = hostname;
        this.status = new StatusFields(hostname);
    }

    /// The notification as it is sent.
    ///
    /// @throws MessagingException when it cannot be composed
    /// @throws IOException when the original cannot be read
    byte[] compose(
            Kind kind, QueuedDelivery of, List<Report> reports, MessageBody original, MailAddress to, Instant now)
            throws MessagingException, IOException {
        MimeMessage message = MimeMessages.blank();
        message.setFrom(new InternetAddress("MAILER-DAEMON@" + hostname, "Mail Delivery System", "UTF-8"));
        message.setHeader("To", shown(to));
        message.setSubject(kind.subject);
        message.setSentDate(Date.from(now));
        message.setHeader("Auto-Submitted", "auto-replied");
        TlsTag tls = of.envelope().tls();
        if (tls == TlsTag.NOT_REQUIRED) {
            message.setHeader("TLS-Required", "No");
        }
        boolean whole = kind == Kind.FAILED && !tls.isRequireTls();
        MimeBodyPart returned = ReturnedCopy.of(original, of.envelope().dsnReturn(), whole);
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
