package org.danegate.destinations.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.config.DestinationEdits;
import org.danegate.config.DestinationQuery;
import org.danegate.config.DestinationTable;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchWords;
import org.danegate.policy.DomainPattern;
import org.springframework.stereotype.Component;

/// The entries of Destination Controls that the search of the top bar finds.
@Component
class FoundEntries {

    private final DestinationTable table;
    private final DestinationEdits edits;

    FoundEntries(DestinationTable table, DestinationEdits edits) {
        this.table = table;
        this.edits = edits;
    }

    /// The words as the domain of an entry: `example.org` or `.example.org`.
    static Optional<DomainPattern> domain(SearchWords words) {
        try {
            return words.text().contains(".") ? Optional.of(DomainPattern.parse(words.text())) : Optional.empty();
        } catch (IllegalArgumentException noDomain) {
            return Optional.empty();
        }
    }

    /// The entry of a domain.
    Optional<DestinationEdits.Stored> of(DomainPattern domain) {
        return edits.find(domain.toString());
    }

    /// Other entries whose domains contain the words, as many as a group shows and one more.
    ///
    /// @param exact the entry that the words name, if there is one
    List<DestinationEdits.Stored> containing(SearchWords words, Optional<DestinationEdits.Stored> exact) {
        int most = words.number() ? DestinationQuery.MOST : SearchGroup.MOST + 1;
        DestinationQuery query = new DestinationQuery(words.text(), Map.of(), false, false, null, false, 1, most);
        Stream<DestinationEdits.Stored> found =
                words.text().indexOf(' ') < 0 ? table.page(query).entries().stream() : Stream.empty();
        return found.filter(stored -> words.inDomain(stored.entry().pattern().toString()))
                .filter(stored -> exact.isEmpty() || exact.get().id() != stored.id())
                .limit(SearchGroup.MOST + 1)
                .toList();
    }
}
