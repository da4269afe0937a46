package org.danegate.alert;

import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.wording.Wording;

/// Reads events and raises an alert for each one that an administrator should know about.
final class AlertSource implements DeliveryEvents.Reader {

    /// Recipients that must wait because of DANE before an alert is raised. For fewer, the evidence page is enough.
    private static final int PILE = 50;

    private final Alerts alerts;
    private final CommittedPolicy policy;
    private final MessageQueue queue;

    AlertSource(Alerts alerts, CommittedPolicy policy, MessageQueue queue) {
        this.alerts = alerts;
        this.policy = policy;
        this.queue = queue;
    }

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.TlsFailed failed && failed.required()) {
            requiredTls(failed);
        } else if (event instanceof DeliveryEvent.AttemptEnded ended) {
            pileUp(ended);
        } else if (event instanceof DeliveryEvent.SystemNotice notice && notice.warning()) {
            alerts.raise(Alert.Kind.SYSTEM, about(notice.text()), Wording.of("alert.raised.system", notice.text()));
        } else if (event instanceof DeliveryEvent.ConditionSeen seen) {
            alerts.raise(kind(seen.condition()), severity(seen.weight()), seen.about(), seen.wording());
        }
    }

    private static Alert.Kind kind(DeliveryEvent.Condition condition) {
        return switch (condition) {
            case RESOLVER -> Alert.Kind.RESOLVER_TROUBLE;
            case TRUST_ANCHOR -> Alert.Kind.TRUST_ANCHOR_CHANGE;
            case CERTIFICATE -> Alert.Kind.CERTIFICATE_EXPIRY;
            case LISTENER -> Alert.Kind.LISTENER_NOT_OPEN;
        };
    }

    private static Severity severity(DeliveryEvent.Weight weight) {
        return switch (weight) {
            case CRITICAL -> Severity.CRITICAL;
            case WARNING -> Severity.WARNING;
            case INFORMATION -> Severity.INFORMATION;
        };
    }

    private void requiredTls(DeliveryEvent.TlsFailed failed) {
        if (policy.current().policy().destinationControls().global().alertOnRequiredTlsFailure()) {
            String at = failed.remote() == null ? "" : " (" + failed.remote().getHostAddress() + ")";
            alerts.raise(
                    Alert.Kind.REQUIRED_TLS_FAILURE,
                    failed.destination(),
                    Wording.of("alert.raised.required-tls", failed.destination(), failed.host() + at, failed.reason()));
        }
    }

    private void pileUp(DeliveryEvent.AttemptEnded ended) {
        if (ended.trouble() != null && ended.trouble().dane()) {
            int waiting = queue.backlog(ended.destination()).activeRecipients();
            if (waiting >= PILE) {
                alerts.raise(
                        Alert.Kind.DANE_PILE_UP,
                        ended.destination(),
                        Wording.of(
                                "alert.raised.dane-pile-up",
                                waiting,
                                ended.destination(),
                                ended.trouble().text()));
            }
        }
    }

    /// The beginning of a notice. Numbers and names in the rest do not make it a different subject.
    private static String about(String text) {
        String words = text.replaceAll("[0-9]+", "#");
        return words.length() > 60 ? words.substring(0, 60) : words;
    }
}
