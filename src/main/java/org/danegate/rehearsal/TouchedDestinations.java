package org.danegate.rehearsal;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.DomainTable;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.jspecify.annotations.Nullable;

/// Finds the destinations that a change affects, among those with mail and those that entries and routes name. A
/// destination is affected when its effective entry or route changes; all of them are when the DNS settings change.
final class TouchedDestinations {

    private TouchedDestinations() {}

    /// @param known destinations that have mail
    /// @return in the order of their names
    static Set<DomainName> between(Policy before, Policy after, Collection<DomainName> known) {
        return between(before, after, "", known);
    }

    /// The same for mail of one sender, which rows of TLS by Sender may raise.
    ///
    /// @param sender envelope sender; empty for the rows of any sender only
    /// @param known destinations that have mail
    static Set<DomainName> between(Policy before, Policy after, String sender, Collection<DomainName> known) {
        boolean allByDns = !before.dns().equals(after.dns());
        Set<DomainName> touched = new TreeSet<>();
        Table old = new Table(before, sender);
        Table now = new Table(after, sender);
        candidates(before, after, known)
                .filter(domain -> allByDns
                        || !old.profile(domain).equals(now.profile(domain))
                        || !Objects.equals(old.route(domain), now.route(domain)))
                .forEach(touched::add);
        return touched;
    }

    private static Stream<DomainName> candidates(Policy before, Policy after, Collection<DomainName> known) {
        return Stream.of(
                        known.stream(),
                        named(before.destinationControls().entries()),
                        named(after.destinationControls().entries()),
                        routed(before),
                        routed(after))
                .flatMap(s -> s)
                .distinct();
    }

    private static Stream<DomainName> named(List<DestinationEntry> entries) {
        return entries.stream()
                .map(DestinationEntry::pattern)
                .filter(p -> !p.subdomains())
                .map(DomainPattern::name);
    }

    private static Stream<DomainName> routed(Policy policy) {
        return policy.smtpRoutes().stream()
                .map(SmtpRoute::pattern)
                .filter(Objects::nonNull)
                .filter(p -> !p.subdomains())
                .map(DomainPattern::name);
    }

    /// A policy's answers by name, so that a table of ten thousand entries is not walked for each name.
    private static final class Table {

        private final Policy policy;
        private final String sender;
        private final DestinationControls controls;
        private final DomainTable<DestinationEntry> entries;
        private final DomainTable<SmtpRoute> routes;

        Table(Policy policy, String sender) {
            this.policy = policy;
            this.sender = sender;
            this.controls = policy.destinationControls();
            this.entries = DomainTable.of(controls.entries(), DestinationEntry::pattern);
            this.routes = DomainTable.of(policy.smtpRoutes(), SmtpRoute::pattern);
        }

        DestinationProfile profile(DomainName domain) {
            DestinationProfile own =
                    controls.effective(entries.find(domain).orElse(null)).profile();
            return policy.raised(own, sender, domain);
        }

        @Nullable
        SmtpRoute route(DomainName domain) {
            return routes.find(domain).orElse(null);
        }
    }
}
