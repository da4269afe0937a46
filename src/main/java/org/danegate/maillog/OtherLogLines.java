package org.danegate.maillog;

import java.util.List;
import java.util.stream.Collectors;
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
        if (event instanceof DeliveryEvent.RecipientBounced e) {
            return line(
                    Level.INFO,
                    "Bounced: DCID " + e.dcid() + " MID " + e.mid() + parties(e.from(), e.to()) + " RID " + e.rid()
                            + reason(e.trouble()));
        }
        if (event instanceof DeliveryEvent.RecipientDelayed e) {
            return line(
                    Level.INFO,
                    "Delayed: DCID " + e.dcid() + " MID " + e.mid() + parties(e.from(), e.to()) + " RID " + e.rid()
                            + reason(e.trouble()));
        }
        return List.of();
    }

    /// Actions of administrators, including sign-ins.
    static List<LogLine> audit(DeliveryEvent event) {
        return event instanceof DeliveryEvent.AdministratorActed e
                ? line(Level.INFO, "User " + e.user() + ": " + e.action())
                : List.of();
    }

    /// System Logs: the system's messages about itself, and commits with their comments.
    static List<LogLine> system(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.SystemNotice e) {
            return line(e.warning() ? Level.WARNING : Level.INFO, e.text());
        }
        return event instanceof DeliveryEvent.AdministratorActed e && e.action().startsWith(COMMITTED)
                ? audit(e)
                : List.of();
    }

    private static String parties(@Nullable String from, @Nullable String to) {
        return (from == null ? "" : " From: <" + from + ">") + (to == null ? "" : " To: <" + to + ">");
    }

    private static String reason(Trouble trouble) {
        String said = trouble.lines().stream().map(VisibleText::quoted).collect(Collectors.joining(", "));
        return " - " + trouble.enhanced() + " - " + trouble.summary() + " (" + VisibleText.quoted(trouble.code())
                + ", [" + said + "])";
    }

    private static List<LogLine> line(Level level, String text) {
        return List.of(new LogLine(level, VisibleText.of(text)));
    }
}
