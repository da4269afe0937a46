package org.danegate.alert;

import java.time.Instant;
import org.danegate.monitor.DaneResult;
import org.danegate.monitor.Destination;
import org.danegate.monitor.HostStatus;
import org.danegate.monitor.LastError;
import org.danegate.policy.DaneSupport;
import org.jspecify.annotations.Nullable;

/// What the rules need to know about a destination for which mail waits.
///
/// @param waiting active recipients, from 1
/// @param oldest when the oldest of them was accepted
/// @param bouncesAt when the oldest of them bounces
/// @param dane result of DANE in the last attempt; null before the first one since the start
/// @param mandatory whether DANE Support is Mandatory
/// @param suspended whether an administrator suspended delivery
/// @param lastError the last error; empty when none is known
record DestinationState(
        String domain,
        int waiting,
        Instant oldest,
        Instant bouncesAt,
        HostStatus host,
        @Nullable DaneResult dane,
        boolean mandatory,
        boolean suspended,
        String lastError) {

    static DestinationState of(Destination destination) {
        LastError error = destination.count().lastError();
        return new DestinationState(
                destination.domain(),
                destination.backlog().activeRecipients(),
                destination.backlog().oldest(),
                destination.bouncesAt(),
                destination.count().hostStatus(),
                destination.count().dane(),
                destination.support() == DaneSupport.MANDATORY,
                destination.suspension() != null,
                error == null ? "" : error.text());
    }

    boolean isDown() {
        return host == HostStatus.DOWN && !suspended;
    }
}
