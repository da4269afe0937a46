package org.danegate.published.web;

import java.time.Instant;
import java.util.List;
import org.danegate.published.KeptPolicy;
import org.danegate.published.StsDesk;
import org.danegate.sts.MxPattern;
import org.jspecify.annotations.Nullable;

/// A kept policy for the page and for scripts.
///
/// @param mode `enforce`, `testing` or `none`
/// @param id of the record; empty for a preloaded policy
/// @param maxAge seconds
/// @param expired whether it is no longer used
/// @param trouble why it could not be refreshed; null when it could
/// @param lines as the domain serves them
public record ShownPolicy(
        String domain,
        String mode,
        String id,
        List<String> mx,
        long maxAge,
        Instant fetchedAt,
        Instant validUntil,
        Instant lastUsed,
        boolean preloaded,
        boolean expired,
        @Nullable String trouble,
        @Nullable Instant failingSince,
        List<String> lines) {

    public ShownPolicy {
        mx = List.copyOf(mx);
        lines = List.copyOf(lines);
    }

    static List<ShownPolicy> all(StsDesk desk) {
        Instant now = desk.clock().instant();
        return desk.all().stream().map(p -> of(p, now)).toList();
    }

    private static ShownPolicy of(KeptPolicy kept, Instant now) {
        KeptPolicy.Trouble trouble = kept.trouble();
        return new ShownPolicy(
                kept.domain().ascii(),
                kept.policy().mode().word(),
                kept.id(),
                kept.policy().mx().stream().map(MxPattern::toString).toList(),
                kept.policy().maxAge().toSeconds(),
                kept.fetchedAt(),
                kept.validUntil(),
                kept.lastUsed(),
                kept.preloaded(),
                !kept.isValid(now),
                trouble == null ? null : trouble.what().text(),
                trouble == null ? null : trouble.since(),
                kept.lines());
    }
}
