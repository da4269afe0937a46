package org.danegate.maillog;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.danegate.dane.DaneAction;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.policy.LogSubscription.Level;

/// Events in the appliance's wording for Text Mail Logs. A pure function; docs/mail-logs.md lists every line and marks
/// those that are ours.
public final class MailLogLines implements LogGrammar {

    private final ZoneId zone;

    /// @param zone for times in the text of lines, such as `pending till …`
    public MailLogLines(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public List<LogLine> of(DeliveryEvent event) {
        return switch (event) {
            case DeliveryEvent.InjectionStarted e -> info(started(e));
            case DeliveryEvent.SenderGroupMatched e ->
                info("ICID " + e.icid() + " " + e.behavior() + " SG " + e.senderGroup() + " match " + e.match()
                        + " SBRS not enabled country not enabled");
            case DeliveryEvent.InjectionTls e ->
                info("ICID " + e.icid() + " TLS success protocol " + e.protocol() + " cipher " + e.cipher());
            case DeliveryEvent.InjectionRejected e -> info("ICID " + e.icid() + " rejected: " + e.reason());
            case DeliveryEvent.InjectionClosed e -> info("ICID " + e.icid() + " close");
            case DeliveryEvent.MessageStarted e ->
                info(
                        "Start MID " + e.mid() + " ICID " + e.icid(),
                        "MID " + e.mid() + " ICID " + e.icid() + " From: <" + e.from() + ">");
            case DeliveryEvent.RecipientAdded e ->
                info("MID " + e.mid() + " ICID " + e.icid() + " RID " + e.rid() + " To: <" + e.to().text() + ">");
            case DeliveryEvent.RecipientRejected e ->
                info("ICID " + e.icid() + " To: <" + e.to() + "> Rejected by Receiving Control: " + e.reason());
            case DeliveryEvent.MessageQueued e -> queued(e);
            case DeliveryEvent.MessageAborted e ->
                info(
                        "Message aborted MID " + e.mid() + " " + e.reason(),
                        "Message finished MID " + e.mid() + " aborted");
            case DeliveryEvent.MessageFinished e -> info("Message finished MID " + e.mid() + " done");
            case DeliveryEvent.NotificationGenerated e ->
                info("MID " + e.mid() + " was generated for " + e.kind() + " of MID " + e.ofMid());
            case DeliveryEvent.ConnectionOpened e ->
                info("New SMTP DCID " + e.dcid() + " interface " + e.local().getHostAddress() + " address "
                        + e.remote().getHostAddress() + " port " + e.port());
            case DeliveryEvent.ConnectionFailed e -> info(failed(e));
            case DeliveryEvent.TlsSucceeded e ->
                info("DCID " + e.dcid() + " TLS success protocol " + e.protocol() + " cipher " + e.cipher()
                        + (e.daneVerified() ? " for " + e.destination() : ""));
            case DeliveryEvent.TlsFailed e -> tlsFailed(e);
            case DeliveryEvent.DeliveryStarted e ->
                info("Delivery start DCID " + e.dcid() + " MID " + e.mid() + " to RID " + rids(e.rids()));
            case DeliveryEvent.RecipientDelivered e ->
                info("MID " + e.mid() + " RID [" + e.rid() + "] Response " + VisibleText.quoted(e.response()));
            case DeliveryEvent.DeliveryDone e ->
                info("Message done DCID " + e.dcid() + " MID " + e.mid() + " to RID " + rids(e.rids()));
            case DeliveryEvent.ConnectionClosed e -> info("DCID " + e.dcid() + " close");
            case DeliveryEvent.RecipientDelayed e ->
                info(
                        "Delayed: " + outcome(e.dcid(), e.mid(), e.rid(), e.trouble()),
                        "Message " + e.mid() + " to RID [" + e.rid() + "] pending till " + time(e.retryAt()));
            case DeliveryEvent.RecipientsDeferred e ->
                info("Delayed: " + e.recipients() + " more recipients of " + e.destination() + " - "
                        + e.trouble().enhanced() + " - " + e.trouble().summary() + " ("
                        + VisibleText.quoted(e.trouble().text()) + ") pending till " + time(e.retryAt()));
            case DeliveryEvent.RecipientBounced e ->
                info("Bounced: " + outcome(e.dcid(), e.mid(), e.rid(), e.trouble()));
            case DeliveryEvent.RecipientDropped e ->
                info("MID " + e.mid() + " RID [" + e.rid() + "] dropped by the SMTP route /dev/null for "
                        + e.destination());
            case DeliveryEvent.RecipientsDeleted e -> info("Deleted: MID " + e.mid() + " to " + rids(e.rids()));
            case DeliveryEvent.AttemptEnded e -> attempt(e);
            case DeliveryEvent.DnsTrouble e ->
                info("DNS Temporary Failure " + e.name() + " " + e.type() + " - " + e.reason());
            case DeliveryEvent.DnsDetail e -> line(e.warning() ? Level.WARNING : Level.DEBUG, e.line());
            case DeliveryEvent.AdministratorActed e -> info("User " + e.user() + ": " + e.action());
            case DeliveryEvent.SystemNotice e -> line(e.warning() ? Level.WARNING : Level.INFO, e.text());
            case DeliveryEvent.ConditionSeen e -> line(level(e.weight()), e.text());
        };
    }

    private static Level level(DeliveryEvent.Weight weight) {
        return switch (weight) {
            case CRITICAL -> Level.CRITICAL;
            case WARNING -> Level.WARNING;
            case INFORMATION -> Level.INFO;
        };
    }

    private static String started(DeliveryEvent.InjectionStarted e) {
        String name = e.reverseDns();
        return "New SMTP ICID " + e.icid() + " interface " + e.listener() + " ("
                + e.local().getHostAddress() + ") address " + e.remote().getHostAddress() + " reverse dns host "
                + (name == null ? "unknown verified no" : name + " verified yes");
    }

    private static List<LogLine> queued(DeliveryEvent.MessageQueued e) {
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
        lines.add(mid + "ready " + e.bytes() + " bytes from <" + e.from() + ">");
        DeliveryEvent.MessageQueued.Direction direction = e.direction();
        if (direction != null) {
            lines.add(mid + "matched all recipients for per-recipient policy DEFAULT in the "
                    + direction.name().toLowerCase(Locale.ROOT) + " table");
        }
        lines.add(mid + "queued for delivery");
        return info(lines.toArray(String[]::new));
    }

    private static String failed(DeliveryEvent.ConnectionFailed e) {
        String address = e.remote() == null ? e.host() : e.remote().getHostAddress();
        return "Connection Error: DCID: " + e.dcid() + " domain: " + e.destination() + " IP: " + address + " port: "
                + e.port() + " details: " + e.details() + " reason: network error";
    }

    private static List<LogLine> tlsFailed(DeliveryEvent.TlsFailed e) {
        String failed = "DCID " + e.dcid() + " TLS failed: " + e.reason();
        if (!e.required()) {
            return info(failed);
        }
        String address = e.remote() == null ? e.host() : e.remote().getHostAddress();
        return info(
                failed,
                "DCID " + e.dcid() + " IP " + address + " TLS was required but could not be successfully negotiated");
    }

    private static List<LogLine> attempt(DeliveryEvent.AttemptEnded e) {
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
        String said = trouble.lines().stream().map(VisibleText::quoted).collect(Collectors.joining(", "));
        return "DCID " + dcid + " MID " + mid + " to RID " + rid + " - " + trouble.enhanced() + " - "
                + trouble.summary() + " (" + VisibleText.quoted(trouble.code()) + ", [" + said + "]) []";
    }

    private static String rids(List<Integer> rids) {
        return rids.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    private String time(Instant at) {
        return LogLine.time(at, zone);
    }

    private static List<LogLine> info(String... texts) {
        return java.util.Arrays.stream(texts)
                .map(text -> new LogLine(Level.INFO, VisibleText.of(text)))
                .toList();
    }

    private static List<LogLine> line(Level level, String text) {
        return List.of(new LogLine(level, VisibleText.of(text)));
    }
}
