package org.danegate.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
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

    /// Who submitted each difference from the policy in force, if a row records it.
    WorkingPolicy.Authors authors() {
        Map<String, String> ofDestinations = new LinkedHashMap<>();
        deletions.findAll().forEach(d -> ofDestinations.put(d.domain(), d.deletedBy()));
        destinations.findByPendingIsNotNull().forEach(d -> ofDestinations.put(d.domain(), d.changedBy()));
        Map<String, String> ofSections = new LinkedHashMap<>();
        sections.findAll().forEach(s -> ofSections.put(s.name(), s.changedBy()));
        return new WorkingPolicy.Authors(ofDestinations, ofSections);
    }

    /// A section other than the destination entries.
    WorkingPolicy.SectionState section(String name) {
        return sections.findById(name)
                .map(s -> new WorkingPolicy.SectionState(name, s.version(), s.changedBy()))
                .orElse(new WorkingPolicy.SectionState(name, 0, "system"));
    }

    /// The rows as a policy. Without rows it is the policy in force, with its destinations in the order of rows, so
    /// that writing the rows changes nothing for earlier readers.
    Policy policy(Policy inForce) {
        return isEmpty()
                ? with(inForce, inForce.destinationControls().entries())
                : policy(destinations.findAll().stream()
                        .map(WorkingDestination::entry)
                        .toList());
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
        Map<String, Object> tree = PolicyDocument.tree(with(policy, List.of()));
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
        if (!entries.equals(now)) {
            writeDestinations(entries, inForce, user);
        }
    }

    private void writeDestinations(List<DestinationEntry> entries, Policy inForce, String user) {
        Map<String, DestinationEntry> committed = byDomain(inForce);
        Map<String, DestinationEntry> wanted = new LinkedHashMap<>();
        entries.forEach(e -> wanted.put(e.pattern().toString(), e));
        List<WorkingDestination> gone = new ArrayList<>();
        List<WorkingDestination> kept = new ArrayList<>();
        Set<String> put = new HashSet<>();
        for (WorkingDestination row : destinations.findAll()) {
            DestinationEntry entry = wanted.remove(row.domain());
            if (entry == null) {
                gone.add(row);
            } else if (!row.entry().equals(entry)) {
                row.take(entry, committed.get(row.domain()), user);
                kept.add(row);
            }
        }
        delete(gone, inForce, user);
        wanted.forEach((domain, entry) -> {
            kept.add(new WorkingDestination(entry, committed.get(domain), user));
            put.add(domain);
        });
        destinations.saveAll(kept);
        forgetDeletionsOf(put);
    }

    /// Writes an entry, as a new row or in place of an entry that may have a different domain.
    void put(@Nullable WorkingDestination row, DestinationEntry entry, Policy inForce, String user) {
        DestinationEntry committed = committed(entry.pattern(), inForce);
        if (row == null) {
            destinations.save(new WorkingDestination(entry, committed, user));
        } else {
            DomainPattern before = row.entry().pattern();
            if (!before.equals(entry.pattern()) && committed(before, inForce) != null) {
                deletions.save(new WorkingDeletion(row.domain(), user));
            }
            row.take(entry, committed, user);
            destinations.save(row);
        }
        deletions.findById(entry.pattern().toString()).ifPresent(deletions::delete);
    }

    private static @Nullable DestinationEntry committed(DomainPattern pattern, Policy inForce) {
        return inForce.destinationControls().entries().stream()
                .filter(e -> e.pattern().equals(pattern))
                .findFirst()
                .orElse(null);
    }

    /// Writes many entries whose domains stay; entries that do not change keep their author and version.
    void put(
            List<WorkingDestination> shown, Map<DomainPattern, DestinationEntry> entries, Policy inForce, String user) {
        Map<String, DestinationEntry> committed = byDomain(inForce);
        for (WorkingDestination row : shown) {
            DestinationEntry before = row.entry();
            DestinationEntry entry = entries.getOrDefault(before.pattern(), before);
            if (!entry.equals(before)) {
                row.take(entry, committed.get(row.domain()), user);
            }
        }
        destinations.saveAll(shown);
    }

    /// Deletes entries and records who did it.
    void delete(List<WorkingDestination> rows, Policy inForce, String user) {
        if (rows.isEmpty()) {
            return;
        }
        Map<String, DestinationEntry> committed = byDomain(inForce);
        deletions.saveAll(rows.stream()
                .filter(r -> committed.containsKey(r.domain()))
                .map(r -> new WorkingDeletion(r.domain(), user))
                .toList());
        destinations.deleteAll(rows);
    }

    /// Updates in each row how it differs from the policy in force.
    void compare(Policy inForce) {
        Map<String, DestinationEntry> committed = byDomain(inForce);
        for (WorkingDestination row : destinations.findAll()) {
            row.compare(committed.get(row.domain()));
        }
    }

    /// Clears all marks: after a commit or an abandon nothing differs from the policy in force any more, and no
    /// deletion is pending.
    void forgetPending() {
        destinations.forgetPending();
        deletions.deleteAllInBatch();
    }

    private void forgetDeletionsOf(Set<String> domains) {
        if (!domains.isEmpty()) {
            deletions.deleteAll(deletions.findAll().stream()
                    .filter(d -> domains.contains(d.domain()))
                    .toList());
        }
    }

    private static Map<String, DestinationEntry> byDomain(Policy policy) {
        Map<String, DestinationEntry> entries = new HashMap<>();
        policy.destinationControls()
                .entries()
                .forEach(e -> entries.put(e.pattern().toString(), e));
        return entries;
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
