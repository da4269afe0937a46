package org.danegate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Reads and edits single entries of the Destination Control Table in the working copy. An edit that conflicts with
/// another administrator's is refused.
public class DestinationEdits {

    private final WorkingDestinations destinations;
    private final WorkingCopy copy;
    private final DestinationRows rows;

    DestinationEdits(WorkingDestinations destinations, WorkingPolicy working) {
        this.destinations = destinations;
        this.copy = working.copy();
        this.rows = copy.rows().destinations();
    }

    /// A destination entry with the data that a form needs to detect a stale edit.
    ///
    /// @param changedBy who submitted it last
    /// @param pending how the entry differs from the policy in force; null when it does not
    public record Stored(
            long id, long version, DestinationEntry entry, String changedBy, PolicyChange.@Nullable Kind pending) {}

    /// Entries in the order of their domains.
    public List<Stored> all() {
        copy.ensureStored();
        return destinations.findAllByOrderByDomain().stream()
                .map(DestinationEdits::stored)
                .toList();
    }

    /// One entry.
    public Optional<Stored> find(long id) {
        return destinations.findById(id).map(DestinationEdits::stored);
    }

    /// The entry of a domain.
    ///
    /// @param domain as the entry has it, such as `example.org` or `.example.org`
    public Optional<Stored> find(String domain) {
        copy.ensureStored();
        return destinations.findByDomain(domain).map(DestinationEdits::stored);
    }

    static Stored stored(WorkingDestination d) {
        return new Stored(d.id(), d.version(), d.entry(), d.changedBy(), d.pending());
    }

    /// Adds an entry, or changes the one with that id.
    ///
    /// @param id null for a new entry
    /// @param version version that the form was filled from
    /// @return faults name fields as in the policy file, relative to the entry
    public Submission submit(@Nullable Long id, long version, DestinationEntry entry, String user) {
        return copy.change(user, "destination " + entry.pattern(), () -> {
            WorkingDestination row = id == null ? null : current(id, version, entry);
            refuseTwin(row, entry);
            List<DestinationEntry> others =
                    new ArrayList<>(copy.policy().destinationControls().entries());
            others.removeIf(e -> row != null && e.pattern().toString().equals(row.domain()));
            others.add(entry);
            Refusal.throwIfFaulty(faultsOfLast(others));
            rows.put(row, entry, copy.inForce(), user);
            return WorkingRows.with(copy.policy(), others);
        });
    }

    /// Refuses an entry whose domain another row has.
    private void refuseTwin(@Nullable WorkingDestination row, DestinationEntry entry) {
        String domain = entry.pattern().toString();
        Optional<WorkingDestination> same = destinations.findByDomain(domain);
        if (same.isPresent() && (row == null || same.get().id() != row.id())) {
            throw Refusal.of(List.of(Fault.error("domain", Wording.of("config.entry.exists", domain))));
        }
    }

    private WorkingDestination current(long id, long version, DestinationEntry entry) {
        WorkingDestination row = destinations
                .findById(id)
                .orElseThrow(() -> Refusal.stale(
                        Wording.of("config.stale.deleted", entry.pattern().toString())));
        if (row.version() != version) {
            throw Refusal.stale(Wording.of("config.stale.entry", row.domain(), row.changedBy()));
        }
        return row;
    }

    /// The faults that the rules would find if the entry were added, with fields relative to it.
    public List<Fault> faultsOf(DestinationEntry entry) {
        return faultsOfLast(List.of(entry));
    }

    private List<Fault> faultsOfLast(List<DestinationEntry> entries) {
        DestinationControls controls = copy.policy().destinationControls();
        String prefix = "destinationControls.destinations[" + (entries.size() - 1) + "].";
        Policy next =
                copy.policy().with(new DestinationControls(controls.defaultProfile(), entries, controls.global()));
        return Refusal.errors(PolicyValidation.validate(next), prefix);
    }

    /// Deletes entries; ids that no longer exist are ignored.
    ///
    /// @param versions id and version as they were shown
    public Submission delete(Map<Long, Long> versions, String user) {
        return copy.change(user, "deletion of " + versions.size() + " destinations", () -> {
            List<WorkingDestination> shown = shown(versions, "config.stale.not-deleted");
            Set<String> gone = shown.stream().map(WorkingDestination::domain).collect(Collectors.toSet());
            rows.delete(shown, copy.inForce(), user);
            return WorkingRows.with(
                    copy.policy(),
                    copy.policy().destinationControls().entries().stream()
                            .filter(e -> !gone.contains(e.pattern().toString()))
                            .toList());
        });
    }

    /// The rows with these ids, if they are still as shown.
    ///
    /// @param otherwise code of the sentence with the domain and who changed it
    /// @throws Refusal when one of them has changed in the meantime
    List<WorkingDestination> shown(Map<Long, Long> versions, String otherwise) {
        // Querying thousands of ids costs the database more than reading all rows.
        List<WorkingDestination> shown = versions.size() <= 500
                ? destinations.findAllById(versions.keySet())
                : destinations.findAll().stream()
                        .filter(d -> versions.containsKey(d.id()))
                        .toList();
        for (WorkingDestination row : shown) {
            if (!Long.valueOf(row.version()).equals(versions.get(row.id()))) {
                throw Refusal.stale(Wording.of(otherwise, row.domain(), row.changedBy()));
            }
        }
        return shown;
    }
}
