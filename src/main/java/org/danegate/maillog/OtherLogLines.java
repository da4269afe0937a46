package org.danegate.maillog;

import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.policy.LogSubscription.Level;
import org.jspecify.annotations.Nullable;

/// The lines of logs other than Text Mail Logs; docs/mail-logs.md lists them. Pure.
final class OtherLogLines {

    private static final String COMMITTED = "committed ";

    private OtherLogLines() {}

    /// Bounce Logs: one record for each recipient that bounced (hard) or was delayed (soft).
    static List<LogLine> bounces(DeliveryEvent event) {
        return switch (event) {
            case DeliveryEvent.RecipientBounced e ->
                bounce("Bounced", e.dcid(), e.mid(), parties(e.from(), e.to()) + " RID " + e.rid(), e.trouble());
            case DeliveryEvent.RecipientDelayed e ->
                bounce("Delayed", e.dcid(), e.mid(), parties(e.from(), e.to()) + " RID " + e.rid(), e.trouble());
            default -> List.of();
        };
    }

    private static List<LogLine> bounce(String outcome, long dcid, long mid, String recipient, Trouble trouble) {
        return LogLine.of(Level.INFO, outcome + ": DCID " + dcid + " MID " + mid + recipient + TroubleText.of(trouble));
    }

    /// Actions of administrators, including sign-ins.
    static List<LogLine> audit(DeliveryEvent event) {
        return event instanceof DeliveryEvent.AdministratorActed e
                ? LogLine.of(Level.INFO, "User " + e.user() + ": " + e.action())
                : List.of();
    }

    /// System Logs: the system's messages about itself, and commits with their comments.
    static List<LogLine> system(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.SystemNotice e) {
            return LogLine.of(e.warning() ? Level.WARNING : Level.INFO, e.text());
        }
        if (event instanceof DeliveryEvent.MessageSigned e) {
            String why = e.failure();
            return why == null ? List.of() : SigningLines.failed(e, why);
        }
        return event instanceof DeliveryEvent.AdministratorActed e && e.action().startsWith(COMMITTED)
                ? audit(e)
                : List.of();
    }

    private static String parties(@Nullable String from, @Nullable String to) {
        return (from == null ? "" : " From: <" + from + ">") + (to == null ? "" : " To: <" + to + ">");
    }
}
