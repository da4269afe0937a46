package org.danegate.alert.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.danegate.alert.Alert;
import org.danegate.policy.AlertLimits;
import org.danegate.policy.Policy;

/// The kinds of alerts for the page, with the limits of the policy in force.
final class ShownKinds {

    private final AlertLimits limits;
    private final boolean requiredTls;

    ShownKinds(Policy policy) {
        this.limits = policy.alerts().limits();
        this.requiredTls = policy.destinationControls().global().alertOnRequiredTlsFailure();
    }

    /// @param off whether its rule is turned off
    public record Row(Alert.Kind kind, boolean off) {}

    List<Row> rows() {
        return Arrays.stream(Alert.Kind.values())
                .map(kind -> new Row(kind, !isOn(kind)))
                .toList();
    }

    /// What fills the placeholders of the kinds' texts.
    Object[] places() {
        AlertLimits.OfDestination one = limits.destinations();
        return new Object[] {
            one.down().recipients(),
            limits.downAtOnce(),
            limits.growth().recipients(),
            limits.expired(),
            one.dane().recipients(),
            one.dane().mandatory()
        };
    }

    private boolean isOn(Alert.Kind kind) {
        AlertLimits.OfDestination one = limits.destinations();
        return switch (kind) {
            case DESTINATION_DOWN -> one.down().recipients() > 0 || limits.downAtOnce() > 0;
            case RECIPIENTS_GROWING -> limits.growth().recipients() > 0;
            case OLDEST_RECIPIENT -> isSet(one.oldest());
            case BOUNCING_SOON -> isSet(one.bouncing());
            case RECIPIENTS_EXPIRED -> limits.expired() > 0;
            case REQUIRED_TLS_FAILURE -> requiredTls;
            case DANE_PILE_UP -> one.dane().recipients() > 0 || one.dane().mandatory() > 0;
            case RESOLVER_TROUBLE -> limits.conditions().resolvers();
            case CERTIFICATE_EXPIRY -> limits.conditions().certificates();
            case LISTENER_NOT_OPEN -> limits.conditions().listeners();
            case DISK_SPACE -> limits.conditions().disk();
            case TRUST_ANCHOR_CHANGE, LOG_TARGET_LOST, MTA_STS_POLICY, PROTECTION_LOST, DANE_AT_RISK, SYSTEM, TEST ->
                true;
        };
    }

    private static boolean isSet(Duration limit) {
        return !limit.isZero();
    }
}
