package org.danegate.sts;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;
import org.jspecify.annotations.Nullable;

/// What is known of a domain's MTA-STS policy at one moment (RFC 8461 section 5.1).
public sealed interface StsStanding {

    /// One phrase for people.
    String reason();

    /// The domain has no policy that could be used.
    ///
    /// @param trouble why a policy that is published is not used; null when none is published
    record Absent(String reason, @Nullable StsTrouble trouble) implements StsStanding {}

    /// Nobody can say whether the domain has a policy: its record could not be looked up, and no policy was kept.
    record Unknown(String reason) implements StsStanding {}

    /// A policy that has not expired.
    ///
    /// @param domain that publishes it
    /// @param id of the record that it was fetched for; empty for one that an administrator preloaded
    /// @param lines of the policy as served
    /// @param trouble why it could not be refreshed; null when it is fresh
    record InForce(
            DomainName domain,
            String id,
            StsPolicy policy,
            List<String> lines,
            Instant fetchedAt,
            Instant validUntil,
            @Nullable StsTrouble trouble)
            implements StsStanding {

        private static final int MOST_LINES = 20;
        private static final int MOST_IN_LINE = 300;

        public InForce {
            lines = List.copyOf(lines);
        }

        /// The same with the beginning of a long policy: its owner decides how long it is.
        InForce brief() {
            if (lines.size() <= MOST_LINES && lines.stream().allMatch(l -> l.length() <= MOST_IN_LINE)) {
                return this;
            }
            List<String> first = Stream.concat(
                            lines.stream().limit(MOST_LINES).map(l -> OutsideText.brief(l, MOST_IN_LINE)),
                            Stream.of("… of " + lines.size() + " lines"))
                    .toList();
            StsPolicy cut = new StsPolicy(
                    policy.mode(), policy.mx().stream().limit(MOST_LINES).toList(), policy.maxAge());
            return new InForce(domain, id, cut, first, fetchedAt, validUntil, trouble);
        }

        @Override
        public String reason() {
            return "MTA-STS policy of " + domain + ": " + policy.mode().word();
        }
    }
}
