package org.danegate.alert;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.address.OutsideText;
import org.danegate.mime.MimeMessages;
import org.jspecify.annotations.Nullable;

/// An alert as a message.
final class AlertMessage {

    private static final int LONGEST_SUBJECT = 300;

    private final String hostname;

    AlertMessage(String hostname) {
        this.hostname = hostname;
    }

    byte[] of(Alert alert, int counted, List<MailAddress> to, @Nullable MailAddress sender)
            throws MessagingException, IOException {
        MimeMessage message = MimeMessages.blank();
        String from = sender == null ? "alert@" + hostname : sender.wireText();
        message.setFrom(new InternetAddress(from, "Danegate Alert", "UTF-8"));
        for (MailAddress one : to) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(one.wireText(), false));
        }
        message.setSubject(subject(alert), "UTF-8");
        message.setSentDate(Date.from(alert.at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(text(alert, counted), "UTF-8");
        message.saveChanges();
        message.setHeader("Message-ID", messageId(alert));
        Alert.Course course = alert.course();
        if (course != null) {
            // All messages about a trouble are one conversation in the reader's mailbox.
            message.setHeader("References", "<trouble." + course.trouble() + "@" + hostname + ">");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    private String subject(Alert alert) {
        String word = alert.recovery() ? "Over" : alert.severity().label();
        String about = alert.about().equals(Finding.MANY) ? "many destinations" : alert.about();
        return word + " <" + hostname + ">: " + alert.kind().title() + ": " + shortened(OutsideText.line(about));
    }

    private String messageId(Alert alert) {
        return "<" + alert.at().toEpochMilli() + ".alert."
                + Integer.toHexString(alert.about().hashCode()) + "@" + hostname + ">";
    }

    /// Shortens the subject of the alert: it may be a name that somebody else chose, and a subject is one line of
    /// at most 998 octets.
    private static String shortened(String about) {
        return about.codePointCount(0, about.length()) <= LONGEST_SUBJECT
                ? about
                : about.substring(0, about.offsetByCodePoints(0, LONGEST_SUBJECT)) + " [...]";
    }

    private String text(Alert alert, int counted) {
        String more =
                counted == 0 ? "" : "\r\nSince the last message about this it happened " + counted + " times more.\r\n";
        return "The " + alert.severity().label() + " message is:\r\n\r\n"
                + OutsideText.line(alert.text()) + "\r\n" + more
                + "\r\nSystem: " + hostname + "\r\nTime: " + alert.at() + "\r\n";
    }
}
