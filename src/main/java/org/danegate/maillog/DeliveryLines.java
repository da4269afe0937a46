package org.danegate.maillog;

import static org.danegate.maillog.LogLine.info;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.address.VisibleText;
import org.danegate.dane.DaneAction;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.policy.LogSubscription.Level;

/// The lines of Text Mail Logs about delivering: connections to destinations (DCID) and the results of recipients.
///
/// @param zone for times in the text of lines, such as `pending till …`
record DeliveryLines(ZoneId zone) {

    static List<LogLine> opened(DeliveryEvent.ConnectionOpened e) {
        return info("New SMTP DCID " + e.dcid() + " interface " + e.local().getHostAddress() + " address "
                + e.remote().getHostAddress() + " port " + e.port());
    }

    static List<LogLine> failed(DeliveryEvent.ConnectionFailed e) {
        String address = e.remote() == null ? e.host() : e.remote().getHostAddress();
        return info("Connection Error: DCID: " + e.dcid() + " domain: " + e.destination() + " IP: " + address
                + " port: " + e.port() + " details: " + e.details() + " reason: network error");
    }

    static List<LogLine> tls(DeliveryEvent.TlsSucceeded e) {
        String success = "DCID " + e.dcid() + " TLS success protocol " + e.protocol() + " cipher " + e.cipher()
                + (e.daneVerified() ? " for " + e.destination() : "");
        return e.keyExchange().isEmpty()
                ? info(success)
                : List.of(
                        new LogLine(Level.INFO, success),
                        new LogLine(Level.DEBUG, "DCID " + e.dcid() + " TLS key exchange: " + e.keyExchange()));
    }

    static List<LogLine> authenticated(DeliveryEvent.DeliveryAuthenticated e) {
        String why = e.failure();
        String line = "DCID " + e.dcid() + " SMTP Auth: ";
        return why == null
                ? info(line + "succeeded at " + e.host() + " using AUTH mechanism: " + e.mechanism() + " with profile: "
                        + e.profile())
                : LogLine.of(
                        Level.WARNING,
                        line + "failed at " + e.host() + " with profile: " + e.profile() + "; mail for "
                                + e.destination() + " waits: " + why);
    }

    static List<LogLine> tlsFailed(DeliveryEvent.TlsFailed e) {
        String failed = "DCID " + e.dcid() + " TLS failed: " + e.reason();
        if (!e.required()) {
            return info(failed);
        }
        String address = e.remote() == null ? e.host() : e.remote().getHostAddress();
        return info(
                failed,
                "DCID " + e.dcid() + " IP " + address + " TLS was required but could not be successfully negotiated");
    }

    static List<LogLine> started(DeliveryEvent.DeliveryStarted e) {
        return info("Delivery start DCID " + e.dcid() + " MID " + e.mid() + " to RID " + rids(e.rids()));
    }

    static List<LogLine> delivered(DeliveryEvent.RecipientDelivered e) {
        return info("MID " + e.mid() + " RID [" + e.rid() + "] Response " + VisibleText.quoted(e.response()));
    }

    static List<LogLine> done(DeliveryEvent.DeliveryDone e) {
        return info("Message done DCID " + e.dcid() + " MID " + e.mid() + " to RID " + rids(e.rids()));
    }

    List<LogLine> delayed(DeliveryEvent.RecipientDelayed e) {
        return info(
                "Delayed: " + outcome(e.dcid(), e.mid(), e.rid(), e.trouble()),
                "Message " + e.mid() + " to RID [" + e.rid() + "] pending till " + time(e.retryAt()));
    }

    List<LogLine> deferred(DeliveryEvent.RecipientsDeferred e) {
        return info("Delayed: " + e.recipients() + " more recipients of " + e.destination() + " - "
                + e.trouble().enhanced() + " - " + e.trouble().summary() + " ("
                + VisibleText.quoted(e.trouble().text()) + ") pending till " + time(e.retryAt()));
    }

    static List<LogLine> bounced(DeliveryEvent.RecipientBounced e) {
        return info("Bounced: " + outcome(e.dcid(), e.mid(), e.rid(), e.trouble()));
    }

    static List<LogLine> dropped(DeliveryEvent.RecipientDropped e) {
        return info(
                "MID " + e.mid() + " RID [" + e.rid() + "] dropped by the SMTP route /dev/null for " + e.destination());
    }

    static List<LogLine> deleted(DeliveryEvent.RecipientsDeleted e) {
        return info("Deleted: MID " + e.mid() + " to " + rids(e.rids()));
    }

    static List<LogLine> attempt(DeliveryEvent.AttemptEnded e) {
        List<LogLine> lines = new ArrayList<>();
        DaneSteps.of(e.evidence()).forEach(step -> lines.add(new LogLine(Level.DEBUG, VisibleText.of(step))));
        if (e.evidence().action() == DaneAction.DANE_FAIL) {
            lines.addAll(info(
                    "DANE failed for " + e.destination() + ": " + e.evidence().reason()));
        }
        return lines;
    }

    /// `DCID 3 MID 4 to RID 0 - 5.1.0 - Unknown address error ('550', ['text'])`; the empty list at the end is for
    /// logged headers, which Danegate does not have.
    private static String outcome(long dcid, long mid, int rid, Trouble trouble) {
        return "DCID " + dcid + " MID " + mid + " to RID " + rid + TroubleText.of(trouble) + " []";
    }

    private static String rids(List<Integer> rids) {
        return rids.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    private String time(Instant at) {
        return LogLine.time(at, zone);
    }
}
