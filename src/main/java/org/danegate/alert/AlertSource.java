package org.danegate.alert;

import java.util.EnumSet;
import java.util.Set;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.AlertLimits;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.policy.CommittedPolicy;
import org.danegate.wording.Wording;

/// Reads events: raises an alert for each one that an administrator should know about, and remembers for the rules
/// what concerns destinations.
final class AlertSource implements DeliveryEvents.Reader {

    /// Kinds of troubles that events report, not the rules.
    static final Set<Alert.Kind> CONDITIONS = Set.copyOf(EnumSet.of(
            Alert.Kind.LISTENER_NOT_OPEN,
            Alert.Kind.RESOLVER_TROUBLE,
            Alert.Kind.CERTIFICATE_EXPIRY,
            Alert.Kind.DISK_SPACE,
            Alert.Kind.LOG_TARGET_LOST));

    /// Somebody sent forged answers: that happened, and nothing says that it is over.
    private static final String PASSING = "dnsstatus.alert.forged-answers";

    private final Alerts alerts;
    private final Troubles troubles;
    private final PastOfDestinations past;
    private final CommittedPolicy policy;

    AlertSource(Alerts alerts, Troubles troubles, PastOfDestinations past, CommittedPolicy policy) {
        this.alerts = alerts;
        this.troubles = troubles;
        this.past = past;
        this.policy = policy;
    }

    /// Whether alerts of a condition are on.
    static boolean isOn(Alert.Kind kind, AlertLimits.Conditions on) {
        return switch (kind) {
            case LISTENER_NOT_OPEN -> on.listeners();
            case RESOLVER_TROUBLE -> on.resolvers();
            case CERTIFICATE_EXPIRY -> on.certificates();
            case DISK_SPACE -> on.disk();
            default -> true;
        };
    }

    @Override
    public void on(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.TlsFailed failed -> {
                if (failed.required()) {
                    past.tlsFailed(failed);
                }
            }
            case DeliveryEvent.TlsSucceeded succeeded -> past.tlsSucceeded(succeeded.destination());
            case DeliveryEvent.RecipientBounced bounced -> {
                if (bounced.expired()) {
                    past.expired(bounced.at(), bounced.destination());
                }
            }
            case DeliveryEvent.SystemNotice notice -> {
                if (notice.warning()) {
                    alerts.raise(
                            Alert.Kind.SYSTEM, about(notice.text()), Wording.of("alert.raised.system", notice.text()));
                }
            }
            case DeliveryEvent.ConditionSeen seen -> seen(seen);
            default -> {
                // No reason for an alert.
            }
        }
    }

    private void seen(DeliveryEvent.ConditionSeen seen) {
        Alert.Kind kind = kind(seen.condition());
        if (!isOn(kind, policy.current().policy().alerts().limits().conditions())) {
            return;
        }
        Severity severity = severity(seen.weight());
        if (kind == Alert.Kind.TRUST_ANCHOR_CHANGE || seen.wording().code().equals(PASSING)) {
            alerts.raise(kind, severity, seen.about(), seen.wording());
        } else if (seen.weight() == DeliveryEvent.Weight.INFORMATION) {
            troubles.over(kind, seen.about());
        } else if (kind == Alert.Kind.CERTIFICATE_EXPIRY) {
            troubles.foundAgain(Finding.of(kind, seen.about(), severity, seen.wording()));
        } else {
            troubles.found(Finding.of(kind, seen.about(), severity, seen.wording()));
        }
    }

    private static Alert.Kind kind(DeliveryEvent.Condition condition) {
        return switch (condition) {
            case RESOLVER -> Alert.Kind.RESOLVER_TROUBLE;
            case TRUST_ANCHOR -> Alert.Kind.TRUST_ANCHOR_CHANGE;
            case CERTIFICATE -> Alert.Kind.CERTIFICATE_EXPIRY;
            case LISTENER -> Alert.Kind.LISTENER_NOT_OPEN;
            case LOG_TARGET -> Alert.Kind.LOG_TARGET_LOST;
            case MTA_STS -> Alert.Kind.MTA_STS_POLICY;
            case PROTECTION_LOST -> Alert.Kind.PROTECTION_LOST;
            case DANE_AT_RISK -> Alert.Kind.DANE_AT_RISK;
        };
    }

    private static Severity severity(DeliveryEvent.Weight weight) {
        return switch (weight) {
            case CRITICAL -> Severity.CRITICAL;
            case WARNING -> Severity.WARNING;
            case INFORMATION -> Severity.INFORMATION;
        };
    }

    /// The beginning of a notice. Numbers and names in the rest do not make it a different subject.
    private static String about(String text) {
        String words = text.replaceAll("[0-9]+", "#");
        return words.length() > 60 ? words.substring(0, 60) : words;
    }
}
