package org.danegate.delivery;

import org.danegate.policy.DestinationProfile;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.Policy;
import org.danegate.queue.MessageQueue;

/// How many runs a destination should have at the same time: more while it answers and much mail waits, never above its
/// profile's limit.
final class RunDemand {

    private static final int MESSAGES_PER_RUN = 10;
    /// Runs per connection that one address may have: a destination seldom has more hosts that accept mail at the
    /// same time.
    private static final int ADDRESSES_AT_ONCE = 4;

    private final MessageQueue queue;
    private final AttemptRoom room;
    private final RunBounds bounds;

    RunDemand(MessageQueue queue, AttemptRoom room, RunBounds bounds) {
        this.queue = queue;
        this.room = room;
        this.bounds = bounds;
    }

    /// @return 1 or more
    int of(DestinationPace pace, Policy policy) {
        int most = most(pace.destination(), policy);
        return !pace.answers() || pace.isSlow() && !room.halfEmpty()
                ? 1
                : Math.min(
                        Math.min(most, bounds.ofOneDestination()),
                        1 + queue.backlog(pace.destination()).activeRecipients() / MESSAGES_PER_RUN);
    }

    private static int most(String destination, Policy policy) {
        DestinationProfile profile = Assignment.profile(destination, policy);
        int most = profile.limitType() == LimitType.DOMAIN
                ? profile.concurrentConnections()
                : profile.concurrentConnections() * ADDRESSES_AT_ONCE;
        return profile.limitApply() == LimitApply.EACH_VIRTUAL_GATEWAY
                ? most * (1 + policy.virtualGateways().interfaces().size())
                : most;
    }
}
