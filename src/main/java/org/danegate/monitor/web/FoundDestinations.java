package org.danegate.monitor.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchWords;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.Destination;
import org.danegate.monitor.StatusQuery;
import org.springframework.stereotype.Component;

/// The destinations that the search of the top bar finds.
@Component
class FoundDestinations {

    private final DeliveryStatus status;

    FoundDestinations(DeliveryStatus status) {
        this.status = status;
    }

    /// The destination that the words name, then those whose names contain them, the longest queues first: as many
    /// as a group shows and one more.
    List<Destination> containing(SearchWords words) {
        Optional<Destination> exact = words.destination().flatMap(status::find);
        Stream<Destination> others = words.text().indexOf(' ') < 0 ? matching(words) : Stream.empty();
        // The exact one may be beyond the first ones when many names contain it.
        String name = exact.map(Destination::domain).orElse("");
        return Stream.concat(
                        exact.stream(), others.filter(other -> !other.domain().equals(name)))
                .toList();
    }

    private Stream<Destination> matching(SearchWords words) {
        // A number matches in more names than it is a whole number in.
        int most = words.number() ? Integer.MAX_VALUE : SearchGroup.MOST + 1;
        return status
                .report(StatusQuery.of("activeRecipients", "desc", most, words.text(), "all"))
                .destinations()
                .stream()
                .filter(destination -> words.inDomain(destination.domain()))
                .limit(SearchGroup.MOST + 1);
    }

    /// Address of a destination's page.
    static String address(String domain) {
        return SearchHit.address("/monitor/delivery-status/{value}", domain);
    }
}
