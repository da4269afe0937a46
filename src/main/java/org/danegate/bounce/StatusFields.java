package org.danegate.bounce;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.danegate.address.OriginalRecipient;
import org.danegate.address.Xtext;
import org.danegate.event.Trouble;
import org.danegate.queue.QueuedDelivery;
import org.eclipse.angus.mail.dsn.DeliveryStatus;

/// Makes the `message/delivery-status` part of a notification (RFC 3464 section 2), always ASCII: addresses with other
/// characters in the form of RFC 6533 section 3, words of peers as encoded words. ENVID and ORCPT are decoded (RFC
/// 3461 6.3).
final class StatusFields {

    private final String hostname;

    StatusFields(String hostname) {
        this.hostname = hostname;
    }

    DeliveryStatus of(String action, QueuedDelivery delivery, List<BounceMessages.Report> reports, Instant now)
            throws MessagingException {
        DeliveryStatus status = new DeliveryStatus();
        InternetHeaders about = new InternetHeaders();
        about.setHeader("Reporting-MTA", "dns; " + hostname);
        Xtext.decode(delivery.envelope().envelopeId()).ifPresent(id -> put(about, "Original-Envelope-Id", id));
        about.setHeader("Arrival-Date", mailDate(delivery.receivedAt()));
        status.setMessageDSN(about);
        reports.forEach(r -> status.addRecipientDSN(recipient(action, r, now)));
        return status;
    }

    private static InternetHeaders recipient(String action, BounceMessages.Report report, Instant now) {
        InternetHeaders fields = new InternetHeaders();
        Trouble trouble = report.trouble();
        OriginalRecipient.parse(report.recipient().originalRecipient())
                .ifPresent(original -> put(fields, "Original-Recipient", original.asciiField()));
        put(
                fields,
                "Final-Recipient",
                OriginalRecipient.asciiField(report.recipient().address().text()));
        fields.setHeader("Action", action);
        fields.setHeader("Status", trouble.enhanced());
        String said = trouble.code().equals("000") ? "x-danegate; " : "smtp; " + trouble.code() + " ";
        fields.setHeader(
                "Diagnostic-Code", said + FieldText.free("Diagnostic-Code: ".length() + said.length(), trouble.text()));
        fields.setHeader("Last-Attempt-Date", mailDate(now));
        return fields;
    }

    private static void put(InternetHeaders fields, String name, String ascii) {
        fields.setHeader(name, FieldText.folded(name.length() + 2, ascii));
    }

    private static String mailDate(Instant at) {
        return new jakarta.mail.internet.MailDateFormat().format(Date.from(at));
    }
}
