package org.danegate.destinations.web;

import java.util.List;
import java.util.Optional;
import org.danegate.config.DestinationEdits;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.console.Texts;
import org.danegate.policy.DomainPattern;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// `add example.org` in the search leads to the form of a new entry with the domain filled in, or to the form of the
/// entry that there is already. `edit example.org` leads to that form too.
@Component
@Order(12)
class EntryActs implements SearchTarget {

    private final FoundEntries entries;
    private final Texts texts;

    EntryActs(FoundEntries entries, Texts texts) {
        this.entries = entries;
        this.texts = texts;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        Optional<SearchHit> add = words.after(texts.withEnglish("destinations.search.add.verbs"))
                .flatMap(FoundEntries::domain)
                .map(domain -> entries.of(domain).map(this::edit).orElseGet(() -> add(domain)));
        Optional<SearchHit> edit = words.after(texts.withEnglish("destinations.search.edit.verbs"))
                .flatMap(FoundEntries::domain)
                .flatMap(entries::of)
                .map(this::edit);
        return List.of(
                SearchGroup.of("search.kind.acts", add.or(() -> edit).stream().toList()));
    }

    private SearchHit add(DomainPattern domain) {
        return new SearchHit(
                texts.of("destinations.search.add", domain),
                texts.of("destinations.search.add.detail"),
                SearchHit.address(DestinationListState.LIST + "/new?domain={value}", domain.toString()),
                Certainty.EXACT,
                "OPERATOR");
    }

    private SearchHit edit(DestinationEdits.Stored stored) {
        return new SearchHit(
                texts.of("destinations.search.edit", stored.entry().pattern()),
                texts.of("destinations.search.edit.detail"),
                DestinationListState.LIST + "/" + stored.id(),
                Certainty.EXACT,
                "OPERATOR");
    }
}
