package org.danegate.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.jspecify.annotations.Nullable;

/// The working copy as rows: one for each destination entry, one for each other section. Callers hold the lock and the
/// transaction.
final class WorkingRows {

    private final DestinationRows destinations;
    private final WorkingSections sections;

    WorkingRows(WorkingDestinations destinations, WorkingSections sections, WorkingDeletions deletions) {
        this.destinations = new DestinationRows(destinations, deletions);
        this.sections = sections;
    }

    DestinationRows destinations() {
        return destinations;
    }

    boolean isEmpty() {
        return sections.count() == 0;
    }

    /// Who submitted each difference from the policy in force, if a row records it.
    ChangeAuthors authors() {
        Map<String, String> ofDestinations = destinations.authors();
        Map<String, String> ofSections = new LinkedHashMap<>();
        sections.findAll().forEach(s -> ofSections.put(s.name(), s.changedBy()));
        return new ChangeAuthors(ofDestinations, ofSections);
    }

    /// A section other than the destination entries.
    SectionState section(String name) {
        return sections.findById(name)
                .map(s -> new SectionState(name, s.version(), s.changedBy()))
                .orElse(new SectionState(name, 0, "system"));
    }

    /// The rows as a policy. Without rows it is the policy in force, with its destinations in the order of rows, so
    /// that writing the rows changes nothing for earlier readers.
    Policy policy(Policy inForce) {
        return isEmpty() ? with(inForce, inForce.destinationControls().entries()) : policy(destinations.entries());
    }

    /// The sections' rows as a policy, with the entries that the caller has just written.
    Policy policy(List<DestinationEntry> entries) {
        StringBuilder text = new StringBuilder();
        sections.findAll().forEach(s -> text.append(s.document()).append('\n'));
        return with(PolicyFile.readUnchecked(text.toString()), entries);
    }

    /// The policy with other entries, ordered by domain.
    static Policy with(Policy policy, List<DestinationEntry> entries) {
        DestinationControls own = policy.destinationControls();
        List<DestinationEntry> sorted = entries.stream()
                .sorted(Comparator.comparing(DestinationEntry::pattern))
                .toList();
        return policy.with(new DestinationControls(own.defaultProfile(), sorted, own.global()));
    }

    /// Writes a policy into the rows. Only rows that differ are written, so that open forms of other objects
    /// stay valid.
    ///
    /// @param now entries in the rows, as far as the caller knows; null to compare with the rows themselves
    void write(Policy policy, @Nullable List<DestinationEntry> now, Policy inForce, String user) {
        List<DestinationEntry> entries = policy.destinationControls().entries();
        PolicyDocument.tree(with(policy, List.of())).forEach((name, value) -> writeSection(name, value, user));
        if (!entries.equals(now)) {
            destinations.write(entries, inForce, user);
        }
    }

    private void writeSection(String name, Object value, String user) {
        String document = sectionDocument(name, value);
        WorkingSection row = sections.findById(name).orElse(null);
        if (row == null) {
            sections.save(new WorkingSection(name, document, user));
        } else if (!row.document().equals(document)) {
            row.take(document, user);
            sections.save(row);
        }
    }

    private static String sectionDocument(String name, Object value) {
        Object kept = value;
        if (name.equals("destinationControls") && value instanceof Map<?, ?> controls) {
            Map<Object, Object> rest = new LinkedHashMap<>(controls);
            rest.remove("destinations");
            kept = rest;
        }
        return PolicyDocument.yaml(Map.of(name, kept));
    }
}
