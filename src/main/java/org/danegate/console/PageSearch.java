package org.danegate.console;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Finds the pages of the menu by their names, in the reader's language and in English.
@Component
@Order(20)
class PageSearch implements SearchTarget {

    private final List<MenuEntry> entries;
    private final Texts texts;

    PageSearch(ObjectProvider<MenuEntry> entries, Texts texts) {
        this.entries = entries.stream()
                .sorted(Comparator.comparing(MenuEntry::section).thenComparingInt(MenuEntry::order))
                .toList();
        this.texts = texts;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        return List.of(SearchGroup.of(
                "search.kind.pages",
                entries.stream().flatMap(entry -> hit(entry, words)).toList()));
    }

    private Stream<SearchHit> hit(MenuEntry entry, SearchWords words) {
        String name = texts.orElse(entry.label(), entry.key());
        List<String> names = List.of(name, entry.label());
        if (names.stream().noneMatch(words::in)) {
            return Stream.empty();
        }
        String section = texts.orElse(entry.section().label(), entry.section().key());
        return Stream.of(new SearchHit(
                name,
                name.equals(entry.label()) ? section : section + " · " + entry.label(),
                entry.path(),
                names.stream().anyMatch(words::equal) ? SearchHit.Certainty.EXACT : SearchHit.Certainty.PART,
                entry.role()));
    }
}
