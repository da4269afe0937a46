package org.danegate.tlsreports;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.danegate.address.MailAddress;
import org.danegate.mime.MimeMessages;
import org.danegate.tlsrpt.DayReport;
import org.eclipse.angus.mail.dsn.MultipartReport;

/// A report as a mail message (RFC 8460 section 5.3).
final class ReportMessage {

    private static final int SUBJECT_NAME = "Subject: ".length();

    private ReportMessage() {}

    /// The subject: it has the report's id, as its file name has.
    static String subject(DayReport report) {
        return "Report Domain: " + report.domain() + " Submitter: " + report.submitter() + " Report-ID: <" + report.id()
                + ">";
    }

    /// The message as it is queued.
    ///
    /// @param packed the report as it is sent
    /// @throws MessagingException when it cannot be composed
    static byte[] of(DayReport report, byte[] packed, MailAddress to, Instant now)
            throws MessagingException, IOException {
        MimeMessage message = MimeMessages.blank();
        message.setFrom(new InternetAddress(report.contact(), false));
        message.setHeader("To", to.wireText());
        message.setHeader("Subject", MimeUtility.fold(SUBJECT_NAME, subject(report)));
        message.setSentDate(Date.from(now));
        message.setHeader("TLS-Report-Domain", report.domain().ascii());
        message.setHeader("TLS-Report-Submitter", report.submitter());
        // For hosts behind the next one (RFC 8460 section 5.3.1, RFC 8689 section 5).
        message.setHeader("TLS-Required", "No");
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setContent(new TwoParts(words(report), file(report, packed)));
        message.saveChanges();
        message.setHeader("Message-ID", "<" + report.id() + ">");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    /// The library writes a multipart/report only from its own class, which knows reports on delivery alone.
    private static final class TwoParts extends MultipartReport {
        TwoParts(MimeBodyPart words, MimeBodyPart file) throws MessagingException {
            setTextBodyPart(words);
            parts.setElementAt(file, 1);
            ContentType type = new ContentType(contentType);
            type.setParameter("report-type", "tlsrpt");
            contentType = type.toString();
        }
    }

    private static MimeBodyPart words(DayReport report) throws MessagingException {
        MimeBodyPart words = new MimeBodyPart();
        words.setText(
                "This is the TLS report of " + report.submitter() + " for " + report.domain() + ", "
                        + report.day() + " (UTC).\r\n\r\nSessions: " + report.successes() + " successful, "
                        + report.failures() + " failed.\r\nThe file has the report in JSON (RFC 8460), packed with"
                        + " gzip.\r\n",
                "us-ascii");
        return words;
    }

    /// The name of the file stays on one line as it is: receivers read it.
    private static MimeBodyPart file(DayReport report, byte[] packed) throws MessagingException {
        InternetHeaders headers = new InternetHeaders();
        headers.setHeader("Content-Type", PackedReport.TYPE);
        headers.setHeader("Content-Disposition", "attachment; filename=\"" + report.fileName() + "\"");
        headers.setHeader("Content-Transfer-Encoding", "base64");
        return new MimeBodyPart(headers, Base64.getMimeEncoder().encode(packed));
    }
}
