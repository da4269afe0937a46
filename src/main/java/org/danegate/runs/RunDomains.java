package org.danegate.runs;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.policy.CommittedPolicy;

/// Finds the domains of a scope.
final class RunDomains {

    private final CommittedPolicy policy;
    private final IntFunction<? extends Collection<String>> seen;

    /// @param seen the destinations with mail in the last days, by number of days; what is no domain is left out
    RunDomains(CommittedPolicy policy, IntFunction<? extends Collection<String>> seen) {
        this.policy = policy;
        this.seen = seen;
    }

    /// The domains, each once, in alphabetical order.
    List<DomainName> of(RunScope scope) {
        Stream<DomainName> domains = switch (scope) {
            case RunScope.Destinations s -> entries();
            case RunScope.Seen s -> seen(s.days());
            case RunScope.Listed s -> s.domains().stream();
            case RunScope.Nightly s -> Stream.concat(entries(), seen(s.days()));
        };
        return domains.distinct().sorted().toList();
    }

    private Stream<DomainName> entries() {
        return policy.current().policy().destinationControls().entries().stream()
                .filter(entry -> !entry.pattern().subdomains())
                .map(entry -> entry.pattern().name());
    }

    private Stream<DomainName> seen(int days) {
        return Set.copyOf(seen.apply(days)).stream().flatMap(text -> name(text).stream());
    }

    /// Empty for an address literal, and for those that the history sums up.
    private static Optional<DomainName> name(String text) {
        try {
            return text.equals("*") ? Optional.empty() : Optional.of(DomainName.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
