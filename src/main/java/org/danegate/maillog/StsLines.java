package org.danegate.maillog;

import static org.danegate.maillog.LogLine.info;

import java.time.temporal.ChronoUnit;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.LogSubscription.Level;

/// The lines of Text Mail Logs about MTA-STS. They are ours: the appliance's own are not published.
final class StsLines {

    private StsLines() {}

    static List<LogLine> judged(DeliveryEvent.StsJudged e) {
        String connection = e.dcid() == 0 ? "" : "DCID " + e.dcid() + " ";
        String why = e.failure();
        return why == null
                ? info(connection + "MTA-STS success for " + e.destination() + ": host " + e.host() + " (" + e.mode()
                        + ")")
                : info(connection + "MTA-STS failed for " + e.destination() + ": host " + e.host() + ": " + why + " ("
                        + e.mode() + ")");
    }

    static List<LogLine> fetched(DeliveryEvent.StsPolicyFetched e) {
        return info("MTA-STS policy for " + e.domain() + ": " + e.mode() + ", id " + e.id() + ", valid until "
                + e.validUntil().truncatedTo(ChronoUnit.SECONDS));
    }

    static List<LogLine> trouble(DeliveryEvent.StsPolicyTrouble e) {
        return LogLine.of(Level.WARNING, "MTA-STS policy for " + e.domain() + ": " + e.reason());
    }
}
