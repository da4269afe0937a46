package org.danegate.alert;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.danegate.address.MailAddress;
import org.jspecify.annotations.Nullable;

/// An alert as a message.
final class AlertMessage {

    private final String hostname;

    AlertMessage(String hostname) {
        this.hostname = hostname;
    }

    byte[] of(Alert alert, int counted, List<MailAddress> to, @Nullable MailAddress sender)
            throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        String from = sender == null ? "alert@" + hostname : sender.text();
        message.setFrom(new InternetAddress(from, "Danegate Alert", "UTF-8"));
        for (MailAddress one : to) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(one.text(), false));
        }
        message.setSubject(
                alert.severity().label() + " <" + hostname + ">: "
                        + alert.kind().title() + ": " + alert.about(),
                "UTF-8");
        message.setSentDate(Date.from(alert.at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(text(alert, counted), "UTF-8");
        message.saveChanges();
        message.setHeader(
                "Message-ID",
                "<" + alert.at().toEpochMilli() + ".alert."
                        + Integer.toHexString(alert.about().hashCode()) + "@" + hostname + ">");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    private String text(Alert alert, int counted) {
        String more =
                counted == 0 ? "" : "\r\nSince the last message about this it happened " + counted + " times more.\r\n";
        return "The " + alert.severity().label() + " message is:\r\n\r\n" + alert.text() + "\r\n" + more
                + "\r\nSystem: " + hostname + "\r\nTime: " + alert.at() + "\r\n";
    }
}
