package org.danegate.sections.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.Policy;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Finds SMTP routes, listeners and the objects of all other lists of the policy: by their names, hosts, addresses and
/// senders. A number is looked for only in names: as a port or a limit it would be everywhere.
@Component
@Order(80)
class SectionSearch implements SearchTarget {

    private final WorkingPolicy working;

    SectionSearch(WorkingPolicy working) {
        this.working = working;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        Policy policy = working.policy();
        Object tree = PolicyTree.of(policy);
        List<SearchGroup> groups = new ArrayList<>();
        for (PolicySection section : PolicySection.values()) {
            List<SearchHit> hits = places(section, policy).stream()
                    .flatMap(place -> in(place, SectionList.in(tree, place), words).stream())
                    .toList();
            groups.add(SearchGroup.of("sections." + section.page() + ".title", section.address(), hits));
        }
        return groups;
    }

    private static List<SectionPlace> places(PolicySection section, Policy policy) {
        return section.ofListener()
                ? policy.listeners().stream()
                        .map(ListenerSettings::name)
                        .flatMap(listener -> SectionPlace.of(section, policy, listener).stream())
                        .toList()
                : List.of(SectionPlace.of(section));
    }

    private static List<SearchHit> in(SectionPlace place, List<Map<String, Object>> items, SearchWords words) {
        List<SearchHit> hits = new ArrayList<>();
        for (int i = 0; i < items.size() && hits.size() <= SearchGroup.MOST; i++) {
            Map<String, Object> item = items.get(i);
            if (searched(place.section(), words).stream().anyMatch(f -> words.in(f.typed(item.get(f.key()))))) {
                hits.add(hit(place, i, item, words));
            }
        }
        return hits;
    }

    private static List<SectionField> searched(PolicySection section, SearchWords words) {
        return words.number()
                ? List.of(section.key())
                : section.fields().stream()
                        .filter(field -> field.column() && named(field))
                        .toList();
    }

    private static boolean named(SectionField field) {
        return switch (field.input()) {
            case TEXT, LINES, HOSTS -> true;
            case SIZE, TIME, TRUTH, CHOICE, OFFERED, BLOCK -> false;
        };
    }

    private static SearchHit hit(SectionPlace place, int position, Map<String, Object> item, SearchWords words) {
        PolicySection section = place.section();
        String name = section.key().typed(item.get(section.key().key()));
        String detail = section.fields().stream()
                .skip(1)
                .filter(field -> field.column() && named(field))
                .map(field -> field.typed(item.get(field.key())).replace("\n", ", "))
                // A number says nothing without its label.
                .filter(text -> !text.matches("[0-9]*"))
                .limit(2)
                .collect(Collectors.joining(" · "));
        return new SearchHit(
                name,
                place.listener().isEmpty() ? detail : place.listener() + " · " + detail,
                section.address() + "/" + position + place.query(),
                words.equal(name) ? named(section, name) : Certainty.PART);
    }

    /// A domain means one object of its list; a name such as `Default` is what people call many things.
    private static Certainty named(PolicySection section, String name) {
        return section.key().key().equals("domain") && name.contains(".") ? Certainty.EXACT : Certainty.NAMED;
    }
}
