package org.danegate.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;

/// The rows of the destination entries, and of the deleted entries that are still in force. Callers hold the lock and
/// the transaction.
final class DestinationRows {

    private final WorkingDestinations destinations;
    private final WorkingDeletions deletions;

    DestinationRows(WorkingDestinations destinations, WorkingDeletions deletions) {
        this.destinations = destinations;
        this.deletions = deletions;
    }

    List<DestinationEntry> entries() {
        return destinations.findAll().stream().map(WorkingDestination::entry).toList();
    }

    /// Who submitted each difference from the policy in force, by domain.
    Map<String, String> authors() {
        Map<String, String> authors = new LinkedHashMap<>();
        deletions.findAll().forEach(d -> authors.put(d.domain(), d.deletedBy()));
        destinations.findByPendingIsNotNull().forEach(d -> authors.put(d.domain(), d.changedBy()));
        return authors;
    }

    /// Replaces all entries. Only rows that differ are written.
    void write(List<DestinationEntry> entries, Policy inForce, String user) {
        Map<String, DestinationEntry> committed = byDomain(inForce);
        Map<String, DestinationEntry> fresh = byDomain(entries);
        List<WorkingDestination> gone = new ArrayList<>();
        List<WorkingDestination> written = new ArrayList<>();
        for (WorkingDestination row : destinations.findAll()) {
            DestinationEntry entry = fresh.remove(row.domain());
            if (entry == null) {
                gone.add(row);
            } else if (!row.entry().equals(entry)) {
                row.take(entry, committed.get(row.domain()), user);
                written.add(row);
            }
        }
        delete(gone, inForce, user);
        fresh.forEach((domain, entry) -> written.add(new WorkingDestination(entry, committed.get(domain), user)));
        destinations.saveAll(written);
        forgetDeletionsOf(fresh.keySet());
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
        return byDomain(policy.destinationControls().entries());
    }

    /// In the order of the entries.
    private static Map<String, DestinationEntry> byDomain(List<DestinationEntry> entries) {
        Map<String, DestinationEntry> byDomain = new LinkedHashMap<>();
        entries.forEach(e -> byDomain.put(e.pattern().toString(), e));
        return byDomain;
    }
}
