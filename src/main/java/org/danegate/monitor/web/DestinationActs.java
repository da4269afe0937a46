package org.danegate.monitor.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.console.Texts;
import org.danegate.monitor.Destination;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// `suspend example.org` and the like in the search lead to the destination's page, where the act is confirmed.
@Component
@Order(11)
class DestinationActs implements SearchTarget {

    private final FoundDestinations destinations;
    private final Texts texts;

    DestinationActs(FoundDestinations destinations, Texts texts) {
        this.destinations = destinations;
        this.texts = texts;
    }

    /// The acts.
    private enum Act {
        SUSPEND("suspend"),
        RESUME("resume"),
        RETRY("try-now"),
        REDIRECT("redirect");

        /// The part of the destination's page that asks for confirmation.
        private final String place;

        Act(String place) {
            this.place = place;
        }

        String key(String text) {
            return "monitor.search." + name().toLowerCase(Locale.ROOT) + text;
        }
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        List<SearchHit> hits = Arrays.stream(Act.values())
                .flatMap(act -> words.after(texts.withEnglish(act.key(".verbs"))).stream()
                        .flatMap(rest -> of(act, rest).stream()))
                .toList();
        return List.of(SearchGroup.of("search.kind.acts", hits));
    }

    private List<SearchHit> of(Act act, SearchWords name) {
        String exact = name.destination().orElse("");
        return destinations.containing(name).stream()
                .map(found -> hit(act, found, found.domain().equals(exact) ? Certainty.EXACT : Certainty.PART))
                .toList();
    }

    private SearchHit hit(Act act, Destination found, Certainty certainty) {
        String page = FoundDestinations.address(found.domain());
        // There is nothing to confirm then; the page shows how things are.
        boolean active = act == Act.RESUME && found.suspension() == null;
        boolean idle = act == Act.RETRY && found.backlog().activeRecipients() == 0;
        String detail =
                active ? "monitor.search.not-suspended" : idle ? "monitor.retry.none" : "monitor.search.confirm";
        return new SearchHit(
                texts.of(act.key(""), found.domain()),
                texts.of(detail),
                active || idle ? page : page + "#" + act.place,
                certainty,
                "OPERATOR");
    }
}
