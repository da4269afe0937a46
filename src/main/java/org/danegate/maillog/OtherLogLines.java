package org.danegate.maillog;

import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.LogSubscription.Level;
import org.jspecify.annotations.Nullable;

/// The lines of logs other than Text Mail Logs; docs/mail-logs.md lists them. Pure.
final class OtherLogLines {

    private static final String COMMITTED = "committed ";

    private OtherLogLines() {}

    /// Bounce Logs: one record for each recipient that bounced (hard) or was delayed (soft).
    static List<LogLine> bounces(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.RecipientBounced e) {
            return LogLine.of(
                    Level.INFO,
                    "Bounced: DCID " + e.dcid() + " MID " + e.mid() + parties(e.from(), e.to()) + " RID " + e.rid()
                            + TroubleText.of(e.trouble()));
        }
        if (event instanceof DeliveryEvent.RecipientDelayed e) {
            return LogLine.of(
                    Level.INFO,
                    "Delayed: DCID " + e.dcid() + " MID " + e.mid() + parties(e.from(), e.to()) + " RID " + e.rid()
                            + TroubleText.of(e.trouble()));
        }
        return List.of();
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
        return event instanceof DeliveryEvent.AdministratorActed e && e.action().startsWith(COMMITTED)
                ? audit(e)
                : List.of();
    }

    private static String parties(@Nullable String from, @Nullable String to) {
        return (from == null ? "" : " From: <" + from + ">") + (to == null ? "" : " To: <" + to + ">");
    }
}
