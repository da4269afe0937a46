package org.danegate.maillog;

import static org.danegate.maillog.LogLine.info;

import java.time.ZoneId;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.LogSubscription.Level;

/// Events in the appliance's wording for Text Mail Logs. A pure function; docs/mail-logs.md lists every line and marks
/// those that are ours.
public final class MailLogLines implements LogGrammar {

    private final DeliveryLines delivery;

    /// @param zone for times in the text of lines, such as `pending till …`
    public MailLogLines(ZoneId zone) {
        this.delivery = new DeliveryLines(zone);
    }

    @Override
    public List<LogLine> of(DeliveryEvent event) {
        return switch (event) {
            case DeliveryEvent.InjectionStarted e -> InjectionLines.started(e);
            case DeliveryEvent.SenderGroupMatched e -> InjectionLines.matched(e);
            case DeliveryEvent.InjectionTls e -> InjectionLines.tls(e);
            case DeliveryEvent.InjectionAuthenticated e -> InjectionLines.authenticated(e);
            case DeliveryEvent.InjectionRejected e -> info("ICID " + e.icid() + " rejected: " + e.reason());
            case DeliveryEvent.InjectionClosed e -> info("ICID " + e.icid() + " close");
            case DeliveryEvent.MessageStarted e -> InjectionLines.messageStarted(e);
            case DeliveryEvent.RecipientAdded e -> InjectionLines.recipient(e);
            case DeliveryEvent.RecipientRejected e -> InjectionLines.recipientRejected(e);
            case DeliveryEvent.MessageQueued e -> InjectionLines.queued(e);
            case DeliveryEvent.MessageAborted e -> InjectionLines.aborted(e);
            case DeliveryEvent.MessageFinished e -> info("Message finished MID " + e.mid() + " done");
            case DeliveryEvent.NotificationGenerated e ->
                info("MID " + e.mid() + " was generated for " + e.kind() + " of MID " + e.ofMid());
            case DeliveryEvent.ConnectionOpened e -> DeliveryLines.opened(e);
            case DeliveryEvent.ConnectionFailed e -> DeliveryLines.failed(e);
            case DeliveryEvent.HostDialed ignored -> List.of();
            case DeliveryEvent.TlsSucceeded e -> DeliveryLines.tls(e);
            case DeliveryEvent.TlsFailed e -> DeliveryLines.tlsFailed(e);
            case DeliveryEvent.StsJudged e -> StsLines.judged(e);
            case DeliveryEvent.StsPolicyFetched e -> StsLines.fetched(e);
            case DeliveryEvent.StsPolicyTrouble e -> StsLines.trouble(e);
            case DeliveryEvent.DeliveryAuthenticated e -> DeliveryLines.authenticated(e);
            case DeliveryEvent.DeliveryStarted e -> DeliveryLines.started(e);
            case DeliveryEvent.RecipientDelivered e -> DeliveryLines.delivered(e);
            case DeliveryEvent.RequireTlsJudged e ->
                info("REQUIRETLS DCID " + e.dcid() + " MID " + e.mid() + " at " + e.host() + ": " + e.word()
                        + (e.sent() ? "" : ", not sent"));
            case DeliveryEvent.MessageSigned e -> SigningLines.of(e);
            case DeliveryEvent.DeliveryDone e -> DeliveryLines.done(e);
            case DeliveryEvent.ConnectionClosed e -> info("DCID " + e.dcid() + " close");
            case DeliveryEvent.RecipientDelayed e -> delivery.delayed(e);
            case DeliveryEvent.RecipientsDeferred e -> delivery.deferred(e);
            case DeliveryEvent.RecipientBounced e -> DeliveryLines.bounced(e);
            case DeliveryEvent.RecipientDropped e -> DeliveryLines.dropped(e);
            case DeliveryEvent.RecipientsDeleted e -> DeliveryLines.deleted(e);
            case DeliveryEvent.AttemptEnded e -> DeliveryLines.attempt(e);
            case DeliveryEvent.DnsTrouble e ->
                info("DNS Temporary Failure " + e.name() + " " + e.type() + " - " + e.reason());
            case DeliveryEvent.DnsDetail e -> LogLine.of(e.warning() ? Level.WARNING : Level.DEBUG, e.line());
            case DeliveryEvent.AdministratorActed e -> info("User " + e.user() + ": " + e.action());
            case DeliveryEvent.SystemNotice e -> LogLine.of(e.warning() ? Level.WARNING : Level.INFO, e.text());
            case DeliveryEvent.ConditionSeen e -> LogLine.of(level(e.weight()), e.text());
        };
    }

    private static Level level(DeliveryEvent.Weight weight) {
        return switch (weight) {
            case CRITICAL -> Level.CRITICAL;
            case WARNING -> Level.WARNING;
            case INFORMATION -> Level.INFO;
        };
    }
}
