package org.danegate.monitor.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.address.DomainForms;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.console.Texts;
import org.danegate.monitor.Destination;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Finds destinations of Delivery Status by a part of their names. A whole domain leads to its page even if nothing is
/// known about it: the page says so and offers daneverify.
@Component
@Order(30)
class DestinationSearch implements SearchTarget {

    private static final String KIND = "menu.monitor.delivery-status";

    private final FoundDestinations destinations;
    private final Texts texts;

    DestinationSearch(FoundDestinations destinations, Texts texts) {
        this.destinations = destinations;
        this.texts = texts;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        String exact = words.destination().orElse("");
        List<SearchHit> hits = new ArrayList<>();
        for (Destination found : destinations.containing(words)) {
            hits.add(hit(found, found.domain().equals(exact) ? Certainty.EXACT : Certainty.PART));
        }
        if (exact.contains(".") && hits.stream().noneMatch(hit -> hit.certainty() == Certainty.EXACT)) {
            hits.add(new SearchHit(
                    exact, texts.of("monitor.search.unknown"), FoundDestinations.address(exact), Certainty.UNPROVEN));
        }
        return List.of(SearchGroup.of(
                KIND, SearchHit.address("/monitor/delivery-status?top=100&q={value}", words.text()), hits));
    }

    private SearchHit hit(Destination found, Certainty certainty) {
        return new SearchHit(found.domain(), detail(found), FoundDestinations.address(found.domain()), certainty);
    }

    private String detail(Destination found) {
        String status = found.count().hostStatus().name().toLowerCase(Locale.ROOT);
        return Stream.of(
                        DomainForms.ownScript(found.domain()),
                        texts.of("monitor.status." + status),
                        texts.of("monitor.search.waiting", found.backlog().activeRecipients()),
                        found.suspension() == null ? "" : texts.of("monitor.suspended"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
    }
}
