package org.danegate.monitor;

import java.time.Instant;

/// Destinations that have something in common.
///
/// @param common what that is; a query with it finds them again
/// @param domains number of destinations, 1 or more
/// @param recipients active recipients of all of them
/// @param oldest when the oldest of these was accepted; {@link Instant#MAX} when none waits
/// @param bouncesAt when the first of these bounces; {@link Instant#MAX} when none waits
/// @param example one of the domains
public record DestinationGroup(
        Narrowing common, int domains, long recipients, Instant oldest, Instant bouncesAt, String example) {

    static DestinationGroup of(Narrowing common, Destination only) {
        return new DestinationGroup(
                common, 1, only.backlog().activeRecipients(), only.backlog().oldest(), only.bouncesAt(), only.domain());
    }

    DestinationGroup with(DestinationGroup other) {
        return new DestinationGroup(
                common,
                domains + other.domains,
                recipients + other.recipients,
                earlier(oldest, other.oldest),
                earlier(bouncesAt, other.bouncesAt),
                example);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
