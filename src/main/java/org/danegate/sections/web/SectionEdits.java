package org.danegate.sections.web;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.danegate.config.Submission;
import org.danegate.config.Submit;
import org.danegate.config.WorkingPolicy;
import org.springframework.stereotype.Component;

/// Submits changes of the lists of the policy.
@Component
class SectionEdits {

    /// No field begins like this, so an edit is not refused for a fault that it did not cause.
    static final String NO_FIELD = "\0";

    private final WorkingPolicy working;

    SectionEdits(WorkingPolicy working) {
        this.working = working;
    }

    /// Changes the order of a list, or leaves objects out.
    ///
    /// @param what subject for the audit log
    Submission change(
            SectionPlace place, long version, UnaryOperator<List<Map<String, Object>>> edit, String what, String user) {
        PolicySection section = place.section();
        return working.submitSection(
                section.section(),
                version,
                now -> SectionList.with(now, place, edit, NO_FIELD),
                new Submit(user, section.page() + " " + what, NO_FIELD));
    }

    /// Puts the object of a form into its list.
    ///
    /// @param name of the object, for the audit log
    /// @return faults have fields relative to the object
    Submission put(SectionPlace place, SectionView view, String name, String user) {
        PolicySection section = place.section();
        int at = view.isNew() ? placeOfNew(place, view) : view.position();
        String prefix = place.path() + "[" + at + "].";
        return working.submitSection(
                section.section(),
                view.version(),
                now -> SectionList.with(now, place, items -> put(items, at, view), prefix),
                new Submit(user, section.page() + " " + name, prefix));
    }

    private static List<Map<String, Object>> put(List<Map<String, Object>> items, int at, SectionView view) {
        if (view.isNew()) {
            items.add(Math.min(at, items.size()), view.item(Map.of()));
        } else if (at < items.size()) {
            items.set(at, view.item(items.get(at)));
        } else {
            items.add(view.item(Map.of()));
        }
        return items;
    }

    /// Places a new object at the end, but a sender group above the one for ALL: below that it would never match.
    private int placeOfNew(SectionPlace place, SectionView view) {
        List<Map<String, Object>> items = SectionList.of(working.policy(), place);
        if (place.section() == PolicySection.SENDER_GROUPS && !takesAll(view.item(Map.of()))) {
            for (int i = 0; i < items.size(); i++) {
                if (takesAll(items.get(i))) {
                    return i;
                }
            }
        }
        return items.size();
    }

    private static boolean takesAll(Map<String, Object> group) {
        return group.get("senders") instanceof List<?> senders && senders.contains("ALL");
    }
}
