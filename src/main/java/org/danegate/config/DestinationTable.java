package org.danegate.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.springframework.data.domain.Limit;

/// The Destination Control Table of the working copy as a whole: pages of it, edits of many entries at once, and
/// replacement by an imported table. Each change happens completely or not at all.
public class DestinationTable {

    private static final String ENTRIES = "destinationControls.destinations[";

    private final WorkingDestinations destinations;
    private final WorkingDeletions deletions;
    private final DestinationEdits edits;
    private final WorkingCopy copy;

    DestinationTable(
            WorkingDestinations destinations,
            WorkingDeletions deletions,
            DestinationEdits edits,
            WorkingPolicy working) {
        this.destinations = destinations;
        this.deletions = deletions;
        this.edits = edits;
        this.copy = working.copy();
    }

    /// A page of the table.
    ///
    /// @param total entries that the query selects, on all pages
    public record Listing(List<DestinationEdits.Stored> entries, long total) {}

    /// Deleted entries that are still in force.
    ///
    /// @param first the first ones, ordered by domain
    public record Deleted(List<String> first, long total) {}

    /// The requested page, or the last one when the number is too high.
    public Listing page(DestinationQuery query) {
        List<String> found = found(query);
        int last = Math.max(1, (found.size() + query.size() - 1) / query.size());
        int start = (Math.min(query.page(), last) - 1) * query.size();
        return new Listing(stored(found.subList(start, Math.min(start + query.size(), found.size()))), found.size());
    }

    /// All entries that the query selects, on all pages.
    public List<DestinationEdits.Stored> matching(DestinationQuery query) {
        return stored(found(query));
    }

    /// Domains of the entries that the query selects, in its order.
    private List<String> found(DestinationQuery query) {
        copy.ensureStored();
        DestinationControls controls = copy.policy().destinationControls();
        Set<String> pending = query.pending()
                ? destinations.findByPendingIsNotNull().stream()
                        .map(WorkingDestination::domain)
                        .collect(Collectors.toSet())
                : Set.of();
        return controls.entries().stream()
                .filter(e -> query.asksFor(e, controls.defaultProfile()))
                .sorted(query.order(controls.defaultProfile()))
                .map(e -> e.pattern().toString())
                .filter(domain -> !query.pending() || pending.contains(domain))
                .toList();
    }

    /// The rows of these domains, in their order; domains that no longer exist are left out.
    private List<DestinationEdits.Stored> stored(List<String> domains) {
        // Querying thousands of domains costs the database more than reading all rows.
        List<WorkingDestination> read =
                domains.size() <= DestinationQuery.MOST ? destinations.findByDomainIn(domains) : destinations.findAll();
        Map<String, WorkingDestination> rows =
                read.stream().collect(Collectors.toMap(WorkingDestination::domain, Function.identity()));
        return domains.stream()
                .map(rows::get)
                .filter(Objects::nonNull)
                .map(DestinationEdits::stored)
                .toList();
    }

    /// Entries with these ids, in the order of their domains; ids that no longer exist are left out.
    public List<DestinationEdits.Stored> withIds(List<Long> ids) {
        return destinations.findAllById(ids).stream()
                .map(DestinationEdits::stored)
                .sorted((a, b) -> a.entry().pattern().compareTo(b.entry().pattern()))
                .toList();
    }

    /// @param most how many to name
    public Deleted deleted(int most) {
        List<String> first = deletions.findByOrderByDomain(Limit.of(most)).stream()
                .map(WorkingDeletion::domain)
                .toList();
        return new Deleted(first, first.size() < most ? first.size() : deletions.count());
    }

    /// Changes many entries by one rule; their domains stay.
    ///
    /// @param versions id and version of each entry as it was shown; entries that no longer exist are left out
    /// @return faults name the domain as their entry, and have fields relative to it
    public Submission edit(Map<Long, Long> versions, UnaryOperator<DestinationEntry> rule, String user) {
        return copy.change(user, "edit of " + versions.size() + " destinations", () -> {
            List<WorkingDestination> shown = edits.shown(versions, "config.stale.not-changed");
            Map<DomainPattern, DestinationEntry> edited = new HashMap<>();
            shown.forEach(row -> edited.put(row.entry().pattern(), rule.apply(row.entry())));
            Policy now = copy.policy();
            List<DestinationEntry> entries = now.destinationControls().entries().stream()
                    .map(e -> edited.getOrDefault(e.pattern(), e))
                    .toList();
            Policy next = WorkingRows.with(now, entries);
            refuseFaults(next, edited.keySet());
            copy.rows().destinations().put(shown, edited, copy.inForce(), user);
            return next;
        });
    }

    private static void refuseFaults(Policy next, Set<DomainPattern> edited) {
        List<DestinationEntry> entries = next.destinationControls().entries();
        List<Fault> faults = new ArrayList<>();
        for (Fault v : PolicyValidation.validate(next)) {
            if (v.isError() && v.field().startsWith(ENTRIES)) {
                int end = v.field().indexOf(']');
                DestinationEntry entry = entries.get(Integer.parseInt(v.field().substring(ENTRIES.length(), end)));
                if (edited.contains(entry.pattern())) {
                    faults.add(v.at(v.field().substring(end + 2))
                            .of(entry.pattern().toString()));
                }
            }
        }
        Refusal.throwIfFaulty(faults);
    }

    /// Replaces this table with another one.
    ///
    /// @param expected the table as the caller saw it
    /// @return faults have fields of the policy file, relative to the table
    public Submission replace(DestinationControls table, DestinationControls expected, String user) {
        return copy.edit(
                now -> sameTable(now.destinationControls(), expected)
                        ? new Edit.To(now.with(table))
                        : new Edit.Stale(Wording.of("config.stale.table")),
                new Submit(user, "import of " + table.entries().size() + " destinations", "destinationControls."));
    }

    private static boolean sameTable(DestinationControls now, DestinationControls expected) {
        return now.defaultProfile().equals(expected.defaultProfile())
                && now.global().equals(expected.global())
                && now.entries().size() == expected.entries().size()
                && new HashSet<>(now.entries()).containsAll(expected.entries());
    }
}
