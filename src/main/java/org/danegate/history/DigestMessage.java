package org.danegate.history;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.mime.MimeMessages;

/// A digest as a mail message: words, and files after them.
///
/// @param hostname this host's name
/// @param to one address or more
record DigestMessage(
        String hostname, List<MailAddress> to, String subject, String words, List<DigestFiles.File> files) {

    /// The message as it is sent.
    byte[] octets(Instant now) throws MessagingException, IOException {
        MimeMessage message = MimeMessages.blank();
        message.setFrom(new InternetAddress("reports@" + hostname, "Danegate", "UTF-8"));
        for (MailAddress one : to) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(one.wireText(), false));
        }
        message.setSubject(subject, "UTF-8");
        message.setSentDate(Date.from(now));
        message.setHeader("Auto-Submitted", "auto-generated");
        if (files.isEmpty()) {
            message.setText(words, "UTF-8");
        } else {
            message.setContent(parts());
        }
        message.saveChanges();
        message.setHeader("Message-ID", "<" + now.toEpochMilli() + ".digest@" + hostname + ">");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    private MimeMultipart parts() throws MessagingException {
        MimeMultipart parts = new MimeMultipart();
        MimeBodyPart first = new MimeBodyPart();
        first.setText(words, "UTF-8");
        parts.addBodyPart(first);
        for (DigestFiles.File file : files) {
            parts.addBodyPart(part(file));
        }
        return parts;
    }

    private static MimeBodyPart part(DigestFiles.File file) throws MessagingException {
        InternetHeaders headers = new InternetHeaders();
        headers.setHeader("Content-Type", "text/csv; charset=UTF-8; header=present");
        headers.setHeader("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
        headers.setHeader("Content-Transfer-Encoding", "base64");
        byte[] octets = file.content().getBytes(StandardCharsets.UTF_8);
        return new MimeBodyPart(headers, Base64.getMimeEncoder().encode(octets));
    }
}
