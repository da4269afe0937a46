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

    private final WorkingDestinations destinations;
    private final WorkingSections sections;
    private final WorkingDeletions deletions;

    WorkingRows(WorkingDestinations destinations, WorkingSections sections, WorkingDeletions deletions) {
        this.destinations = destinations;
        this.sections = sections;
        this.deletions = deletions;
    }

    boolean isEmpty() {
        return sections.count() == 0;
    }

    /// The rows as a policy; without rows it is the one in force, its destinations in the order that rows would have,
    /// so
    /// that writing the rows is no change to who read it before.
    Policy policy(Policy inForce) {
        Map<String, WorkingSection> stored = new LinkedHashMap<>();
        sections.findAll().forEach(s -> stored.put(s.name(), s));
        if (stored.isEmpty()) {
            DestinationControls own = inForce.destinationControls();
            List<DestinationEntry> sorted = own.entries().stream()
                    .sorted(Comparator.comparing(DestinationEntry::pattern))
                    .toList();
            return inForce.with(new DestinationControls(own.defaultProfile(), sorted, own.global()));
        }
        StringBuilder text = new StringBuilder();
        stored.values().forEach(s -> text.append(s.document()).append('\n'));
        Policy base = PolicyFile.readUnchecked(text.toString());
        DestinationControls controls = base.destinationControls();
        List<DestinationEntry> entries = destinations.findAllByOrderByDomain().stream()
                .map(WorkingDestination::entry)
                .toList();
        return base.with(new DestinationControls(controls.defaultProfile(), entries, controls.global()));
    }

    /// Writes a policy into the rows, touching only what differs, so that open forms of other objects stay valid.
    void write(Policy policy, String user) {
        Map<String, Object> tree = PolicyDocument.tree(policy);
        for (Map.Entry<String, Object> section : tree.entrySet()) {
            String document = sectionDocument(section.getKey(), section.getValue());
            WorkingSection row = sections.findById(section.getKey()).orElse(null);
            if (row == null) {
                sections.save(new WorkingSection(section.getKey(), document, user));
            } else if (!row.document().equals(document)) {
                row.take(document, user);
                sections.save(row);
            }
        }
        writeDestinations(policy.destinationControls(), user);
    }

    private void writeDestinations(DestinationControls controls, String user) {
        Map<String, DestinationEntry> wanted = new LinkedHashMap<>();
        controls.entries().forEach(e -> wanted.put(e.pattern().toString(), e));
        for (WorkingDestination row : destinations.findAll()) {
            DestinationEntry entry = wanted.remove(row.domain());
            if (entry == null) {
                delete(List.of(row), user);
            } else if (!row.entry().equals(entry)) {
                put(row, entry, user);
            }
        }
        wanted.values().forEach(e -> put(null, e, user));
    }

    /// Writes an entry, new or in the place of another, which may have had another domain.
    void put(@Nullable WorkingDestination row, DestinationEntry entry, String user) {
        String domain = entry.pattern().toString();
        if (row == null) {
            destinations.save(new WorkingDestination(entry, user));
        } else {
            if (!row.domain().equals(domain)) {
                deletions.save(new WorkingDeletion(row.domain(), user));
            }
            row.take(entry, user);
            destinations.save(row);
        }
        deletions.findById(domain).ifPresent(deletions::delete);
    }

    /// Deletes entries and keeps who did it.
    void delete(List<WorkingDestination> rows, String user) {
        rows.forEach(r -> deletions.save(new WorkingDeletion(r.domain(), user)));
        destinations.deleteAll(rows);
    }

    /// After a commit or an abandon no deletion waits any more.
    void forgetDeletions() {
        deletions.deleteAll();
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
