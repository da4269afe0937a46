package org.danegate.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.danegate.node.FleetChanges;
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
    private static final String TOPIC = "policy";

    private final WorkingSections sections;
    private final FleetChanges changes;

    /// @param changes tells other nodes of the fleet, which have the same rows
    WorkingRows(
            WorkingDestinations destinations,
            WorkingSections sections,
            WorkingDeletions deletions,
            FleetChanges changes) {
        this.destinations = new DestinationRows(destinations, deletions);
        this.sections = sections;
        this.changes = changes;
    }

    /// The rows at one moment.
    ///
    /// @param sections by name, as they were read with the policy
    record Reading(Policy policy, Map<String, SectionState> sections) {}

    /// Whether other nodes may change the rows.
    boolean shared() {
        return changes.shared();
    }

    /// How often rows or revisions were changed.
    long version() {
        return changes.version(TOPIC);
    }

    /// Keeps other nodes from changing rows and revisions until the caller's transaction ends; returns the version.
    long lock() {
        return changes.lock(TOPIC);
    }

    /// Notes that rows or revisions were changed in the caller's transaction; the version is one more.
    void changed() {
        changes.changed(TOPIC);
    }

    /// By how much the version is greater after a change.
    int step() {
        return shared() ? 1 : 0;
    }

    /// Looks whenever rows or revisions may have changed.
    void onChange(Runnable look) {
        changes.on(TOPIC, look);
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

    /// The rows as a policy. Without rows it is the policy in force, with its destinations in the order of rows, so
    /// that writing the rows changes nothing for earlier readers.
    Reading read(Policy inForce) {
        List<WorkingSection> rows = sections.findAll();
        return rows.isEmpty()
                ? new Reading(with(inForce, inForce.destinationControls().entries()), Map.of())
                : new Reading(policy(rows, destinations.entries()), states(rows));
    }

    /// The sections as they are in the caller's transaction.
    Map<String, SectionState> states() {
        return states(sections.findAll());
    }

    private static Map<String, SectionState> states(List<WorkingSection> rows) {
        return rows.stream()
                .map(s -> new SectionState(s.name(), s.version(), s.changedBy()))
                .collect(Collectors.toMap(SectionState::name, Function.identity()));
    }

    /// The sections' rows as a policy, with the entries that the caller has just written.
    Policy policy(List<DestinationEntry> entries) {
        return policy(sections.findAll(), entries);
    }

    private static Policy policy(List<WorkingSection> rows, List<DestinationEntry> entries) {
        StringBuilder text = new StringBuilder();
        rows.forEach(s -> text.append(s.document()).append('\n'));
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
