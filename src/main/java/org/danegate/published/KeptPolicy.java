package org.danegate.published;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.sts.StsPolicy;
import org.danegate.sts.StsStanding;
import org.danegate.sts.StsTrouble;
import org.jspecify.annotations.Nullable;

/// A policy as it is kept.
///
/// @param id of the record that it was fetched for; empty when an administrator preloaded it
/// @param lines as served
/// @param fetchedAt the last time that it was fetched
/// @param validUntil fetchedAt and the policy's own life; a record with an unchanged id does not lengthen it
/// @param lastUsed the last time that mail asked for it, exact to a day
/// @param preloaded whether it came from an administrator
/// @param trouble why it could not be refreshed the last time; null when it could
public record KeptPolicy(
        DomainName domain,
        String id,
        StsPolicy policy,
        List<String> lines,
        Instant fetchedAt,
        Instant validUntil,
        Instant lastUsed,
        boolean preloaded,
        @Nullable Trouble trouble) {

    /// Why it could not be refreshed.
    ///
    /// @param since the first failure after the last success
    public record Trouble(StsTrouble what, Instant since) {}

    public KeptPolicy {
        lines = List.copyOf(lines);
    }

    /// A policy that was just fetched, and is used now.
    static KeptPolicy fetched(DomainName domain, String id, StsPolicy policy, List<String> lines, Instant now) {
        return new KeptPolicy(domain, id, policy, lines, now, now.plus(policy.maxAge()), now, false, null);
    }

    /// Whether it may still be used.
    public boolean isValid(Instant now) {
        return now.isBefore(validUntil);
    }

    /// Whether less than a quarter of its life is left.
    boolean isNearlyOver(Instant now) {
        return Duration.between(now, validUntil).multipliedBy(4).compareTo(policy.maxAge()) < 0;
    }

    /// The same, used now.
    KeptPolicy used(Instant now) {
        return with(now, trouble);
    }

    private KeptPolicy with(Instant used, @Nullable Trouble other) {
        return new KeptPolicy(domain, id, policy, lines, fetchedAt, validUntil, used, preloaded, other);
    }

    /// What it means now.
    StsStanding.InForce standing() {
        return new StsStanding.InForce(
                domain, id, policy, lines, fetchedAt, validUntil, trouble == null ? null : trouble.what());
    }
}
