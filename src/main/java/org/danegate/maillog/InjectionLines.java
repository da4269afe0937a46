package org.danegate.maillog;

import static org.danegate.maillog.LogLine.info;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.danegate.address.VisibleText;
import org.danegate.event.DeliveryEvent;

/// The lines of Text Mail Logs about receiving: client connections (ICID) and messages up to the queue. Pure.
final class InjectionLines {

    private InjectionLines() {}

    static List<LogLine> started(DeliveryEvent.InjectionStarted e) {
        String name = e.reverseDns();
        return info("New SMTP ICID " + e.icid() + " interface " + e.listener() + " ("
                + e.local().getHostAddress() + ") address " + e.remote().getHostAddress() + " reverse dns host "
                + (name == null ? "unknown verified no" : name + " verified yes"));
    }

    static List<LogLine> matched(DeliveryEvent.SenderGroupMatched e) {
        return info("ICID " + e.icid() + " " + e.behavior() + " SG " + e.senderGroup() + " match " + e.match()
                + " SBRS not enabled country not enabled");
    }

    static List<LogLine> tls(DeliveryEvent.InjectionTls e) {
        return info("ICID " + e.icid() + " TLS success protocol " + e.protocol() + " cipher " + e.cipher());
    }

    static List<LogLine> authenticated(DeliveryEvent.InjectionAuthenticated e) {
        String why = e.failure();
        String user = e.user().isEmpty() ? "unknown" : e.user();
        String mechanism = e.mechanism().isEmpty() ? "unknown" : e.mechanism();
        return info("SMTP Auth: (ICID " + e.icid() + ") " + (why == null ? "succeeded" : "failed") + " for user: "
                + user + " using AUTH mechanism: " + mechanism + (why == null ? "" : ": " + why));
    }

    static List<LogLine> messageStarted(DeliveryEvent.MessageStarted e) {
        return info(
                "Start MID " + e.mid() + " ICID " + e.icid(),
                "MID " + e.mid() + " ICID " + e.icid() + " From: <" + e.from() + ">");
    }

    static List<LogLine> recipient(DeliveryEvent.RecipientAdded e) {
        return info("MID " + e.mid() + " ICID " + e.icid() + " RID " + e.rid() + " To: <" + e.to().text() + ">");
    }

    static List<LogLine> recipientRejected(DeliveryEvent.RecipientRejected e) {
        return info("ICID " + e.icid() + " To: <" + e.to() + "> Rejected by Receiving Control: " + e.reason());
    }

    static List<LogLine> queued(DeliveryEvent.MessageQueued e) {
        String mid = "MID " + e.mid() + " ";
        List<String> lines = new ArrayList<>();
        String id = e.messageId();
        if (id != null) {
            lines.add(mid + "Message-ID " + VisibleText.quoted(id));
        }
        String subject = e.subject();
        if (subject != null) {
            lines.add(mid + "Subject " + VisibleText.inDoubleQuotes(subject));
        }
        switch (e.lane().tls()) {
            case NONE -> {}
            case REQUIRETLS, REQUIRETLS_IF_OFFERED -> lines.add(mid + "REQUIRETLS");
            case NOT_REQUIRED, REPORT -> lines.add(mid + "TLS-Required: No");
        }
        if (e.tlsMandatory()) {
            lines.add(mid + "X-ESA-CF-TLS-Mandatory");
        }
        lines.add(mid + "ready " + e.bytes() + " bytes from <" + e.from() + ">");
        DeliveryEvent.MessageQueued.Direction direction = e.direction();
        if (direction != null) {
            lines.add(mid + "matched all recipients for per-recipient policy DEFAULT in the "
                    + direction.name().toLowerCase(Locale.ROOT) + " table");
        }
        lines.add(mid + "queued for delivery");
        return info(lines.toArray(String[]::new));
    }

    static List<LogLine> aborted(DeliveryEvent.MessageAborted e) {
        return info(
                "Message aborted MID " + e.mid() + " " + e.reason(), "Message finished MID " + e.mid() + " aborted");
    }
}
