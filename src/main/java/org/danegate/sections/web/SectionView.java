package org.danegate.sections.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.config.Submission;
import org.danegate.console.Texts;
import org.danegate.wording.Fault;

/// A form of an object as its template shows it.
///
/// @param fields the fields of the form
/// @param position place in the list, -1 for a new object
/// @param version version of the section that the form was filled from
/// @param values contents of the fields, by key
/// @param faults what is wrong, by key; faults that belong to no field have the empty key
public record SectionView(
        List<SectionField> fields,
        int position,
        long version,
        Map<String, String> values,
        Map<String, List<String>> faults) {

    static SectionView of(List<SectionField> fields, int position, long version, Map<String, Object> item) {
        Map<String, String> values = new LinkedHashMap<>();
        for (SectionField field : fields) {
            values.put(field.key(), field.typed(item.get(field.key())));
        }
        return new SectionView(fields, position, version, values, Map.of());
    }

    /// Keeps the typed text.
    static SectionView typed(List<SectionField> fields, int position, long version, Map<String, String> parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        for (SectionField field : fields) {
            values.put(field.key(), parameters.getOrDefault(field.key(), ""));
        }
        return new SectionView(fields, position, version, values, Map.of());
    }

    /// What is wrong with the texts themselves, before the rules of the policy are applied.
    Map<String, List<String>> typedFaults(Texts texts) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (SectionField field : fields) {
            field.typedFault(values.getOrDefault(field.key(), ""), texts)
                    .ifPresent(fault -> found.put(field.key(), List.of(fault)));
        }
        return found;
    }

    SectionView with(long newVersion, Map<String, List<String>> newFaults) {
        return new SectionView(fields, position, newVersion, values, newFaults);
    }

    /// Adds what the rules of the policy refuse, by key.
    ///
    /// @param refused with fields relative to the object
    SectionView refused(List<Fault> refused, Texts texts) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (Fault v : refused) {
            String key = v.field().split("[.\\[]", 2)[0];
            boolean known = fields.stream().anyMatch(f -> f.key().equals(key));
            found.computeIfAbsent(known ? key : "", k -> new ArrayList<>()).add(sentence(v, known, texts));
        }
        return with(version, found);
    }

    /// Keeps the typed text of a form that is stale, and says why above it.
    ///
    /// @param newVersion version that the next submit is based on
    SectionView stale(long newVersion, Submission.Stale stale, Texts texts) {
        return with(newVersion, Map.of("", List.of(texts.of(stale.why()))));
    }

    private static String sentence(Fault v, boolean known, Texts texts) {
        return known && v.says("policy.file.required") ? texts.of("form.required") : texts.of(v.wording());
    }

    /// Merges the fields into the previous object: keys without a field stay.
    Map<String, Object> item(Map<String, Object> before) {
        Map<String, Object> item = new LinkedHashMap<>(before);
        for (SectionField field : fields) {
            Object value = field.value(values.getOrDefault(field.key(), ""));
            if (value == null) {
                item.remove(field.key());
            } else {
                item.put(field.key(), value);
            }
        }
        return item;
    }

    /// Whether the form creates a new object.
    public boolean isNew() {
        return position < 0;
    }

    /// What is wrong with a field.
    public List<String> faultsOf(String key) {
        return faults.getOrDefault(key, List.of());
    }
}
