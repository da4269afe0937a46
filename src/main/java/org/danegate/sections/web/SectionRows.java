package org.danegate.sections.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.danegate.console.RowStates;
import org.danegate.console.Texts;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// The rows of a section's list: each object with its states and the advice on it.
@Component
class SectionRows {

    private final Texts texts;
    private final ObjectProvider<RowStates> states;

    SectionRows(Texts texts, ObjectProvider<RowStates> states) {
        this.texts = texts;
        this.states = states;
    }

    /// An object as a row of the list.
    ///
    /// @param states the object's current states that the page shows
    /// @param withoutDane domain that gets DANE Support None by one click, null for none
    public record Row(
            int position,
            Map<String, String> values,
            List<RowStates.RowState> states,
            List<String> advice,
            @Nullable String withoutDane) {}

    /// @param violations faults and advice on the policy
    List<Row> of(Policy policy, SectionPlace place, List<Fault> violations) {
        List<Row> rows = new ArrayList<>();
        List<Map<String, Object>> items = SectionList.of(policy, place);
        for (int i = 0; i < items.size(); i++) {
            rows.add(row(place, i, items.get(i), violations));
        }
        return rows;
    }

    private Row row(SectionPlace place, int i, Map<String, Object> item, List<Fault> violations) {
        PolicySection section = place.section();
        String field = place.path() + "[" + i + "]";
        List<Fault> own = violations.stream()
                .filter(v -> v.field().equals(field) || v.field().startsWith(field + "."))
                .toList();
        return new Row(
                i,
                SectionView.of(section.fields(), i, 0, item).values(),
                states(section, String.valueOf(item.get("name"))),
                own.stream().map(f -> texts.of(f.wording())).toList(),
                section == PolicySection.SMTP_ROUTES && own.stream().anyMatch(v -> v.isAdvice())
                        ? withoutDane(String.valueOf(item.get("domain")))
                        : null);
    }

    private List<RowStates.RowState> states(PolicySection section, String name) {
        return states.orderedStream()
                .flatMap(s -> s.of(section.address(), name).stream())
                .toList();
    }

    private static String withoutDane(String domain) {
        return domain.equals("ALL") ? "default" : domain;
    }
}
