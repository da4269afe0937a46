package org.danegate.destinations.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.console.Texts;
import org.danegate.wording.Fault;
import org.springframework.validation.BindingResult;

/// Attaches the faults of many entries to the fields of their one form.
final class BulkFaults {

    private static final int NAMED = 5;

    private BulkFaults() {}

    /// Adds one sentence for each fault, with the affected domains.
    ///
    /// @param found faults that name the domain as their entry, with fields relative to it
    static void add(BindingResult result, List<Fault> found, Texts texts) {
        Map<Fault, List<String>> domains = new LinkedHashMap<>();
        found.forEach(f -> domains.computeIfAbsent(f.of(""), k -> new ArrayList<>())
                .add(f.place().entry()));
        domains.forEach((fault, about) -> {
            String field = SettingFaults.formField(fault.field());
            String sentence = sentence(texts.of(fault.wording()), about, texts);
            if (result.getFieldType(field) == null) {
                result.reject("policy", sentence);
            } else {
                result.rejectValue(field, "policy", sentence);
            }
        });
    }

    private static String sentence(String text, List<String> domains, Texts texts) {
        String named = String.join(", ", domains.subList(0, Math.min(NAMED, domains.size())));
        return domains.size() <= NAMED
                ? texts.of("destinations.fault.of", named, text)
                : texts.of("destinations.fault.of-more", named, domains.size() - NAMED, text);
    }
}
