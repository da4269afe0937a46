package org.danegate.destinations.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Finds entries of Destination Controls by a part of their domains.
@Component
@Order(60)
class EntrySearch implements SearchTarget {

    private final FoundEntries entries;
    private final WorkingPolicy working;
    private final Texts texts;

    EntrySearch(FoundEntries entries, WorkingPolicy working, Texts texts) {
        this.entries = entries;
        this.working = working;
        this.texts = texts;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        Optional<DestinationEdits.Stored> exact = FoundEntries.domain(words).flatMap(entries::of);
        List<SearchHit> hits = new ArrayList<>();
        exact.ifPresent(stored -> hits.add(hit(stored, Certainty.EXACT)));
        entries.containing(words, exact).forEach(stored -> hits.add(hit(stored, Certainty.PART)));
        return List.of(SearchGroup.of(
                "menu.mail-policies.destinations",
                SearchHit.address(DestinationListState.LIST + "?filter={value}", words.text()),
                hits));
    }

    private SearchHit hit(DestinationEdits.Stored stored, Certainty certainty) {
        DestinationEntry entry = stored.entry();
        DestinationProfile profile =
                entry.over(working.policy().destinationControls().defaultProfile());
        DestinationWords words = new DestinationWords(texts);
        String name = entry.pattern().toString();
        String own = entry.pattern().name().display();
        return new SearchHit(
                name,
                (name.endsWith(own) ? "" : own + " · ")
                        + text(DestinationSetting.TLS, entry, profile, words)
                        + " · "
                        + text(DestinationSetting.DANE, entry, profile, words),
                DestinationListState.LIST + "/" + stored.id(),
                certainty);
    }

    private static String text(
            DestinationSetting<?> setting, DestinationEntry entry, DestinationProfile profile, DestinationWords words) {
        return words.label(setting) + ": " + words.own(setting, entry.get(setting), profile.get(setting));
    }
}
