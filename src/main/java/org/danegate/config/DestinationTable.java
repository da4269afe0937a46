package org.danegate.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.danegate.address.DomainForms;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.policy.Violation;
import org.danegate.policy.Wording;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Slice;

/// The Destination Control Table of the working copy as a whole: pages of it, edits of many entries at once, and its
/// replacement by an imported one. Each change is one change: all of it, or nothing.
public class DestinationTable {

    private static final String ENTRIES = "destinationControls.destinations[";

    private final WorkingDestinations destinations;
    private final WorkingDeletions deletions;
    private final DestinationEdits edits;
    private final WorkingPolicy working;
    private final WorkingRows rows;

    DestinationTable(
            WorkingDestinations destinations,
            WorkingDeletions deletions,
            DestinationEdits edits,
            WorkingPolicy working) {
        this.destinations = destinations;
        this.deletions = deletions;
        this.edits = edits;
        this.working = working;
        this.rows = working.rows();
    }

    /// A page of the table.
    ///
    /// @param total entries that the query asks for, on all pages
    public record Listing(List<DestinationEdits.Stored> entries, long total) {}

    /// Deleted entries that are still in force.
    ///
    /// @param first the first of them by domain
    public record Deleted(List<String> first, long total) {}

    /// The page asked for; the last one when there are not so many.
    public Listing page(DestinationQuery query) {
        working.ensureStored();
        DestinationFilter filter = filter(query);
        long total = query.isEverything() ? destinations.count() : destinations.count(filter);
        int last = (int) Math.max(1, (total + query.size() - 1) / query.size());
        int page = Math.min(query.page(), last) - 1;
        Slice<WorkingDestination> slice = destinations.findBy(filter, q -> q.slice(PageRequest.of(page, query.size())));
        return new Listing(slice.map(DestinationEdits::stored).getContent(), total);
    }

    /// All entries that the query asks for, on whatever page.
    public List<DestinationEdits.Stored> matching(DestinationQuery query) {
        working.ensureStored();
        return destinations.findAll(filter(query)).stream()
                .map(DestinationEdits::stored)
                .toList();
    }

    /// Entries with these ids, in the order of their domains; ids that are gone are passed over.
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

    private DestinationFilter filter(DestinationQuery query) {
        Set<String> inOwnScript = query.domain().isEmpty()
                ? Set.of()
                : destinations.domainsWithOwnScript().stream()
                        .filter(domain -> DomainForms.contains(domain, query.domain()))
                        .collect(Collectors.toSet());
        return query.filter(defaults(), inOwnScript);
    }

    private DestinationProfile defaults() {
        return working.policy().destinationControls().defaultProfile();
    }

    /// Changes many entries by one rule; their domains stay.
    ///
    /// @param versions id and version of each as it was shown; entries that are gone are passed over
    /// @throws RefusedPolicyException when one of them would have faults; fields are `<domain> <field>`
    /// @throws StaleEditException when one of them changed meanwhile
    public void edit(Map<Long, Long> versions, UnaryOperator<DestinationEntry> rule, String user) {
        working.change(user, "edit of " + versions.size() + " destinations", () -> {
            List<WorkingDestination> shown = edits.shown(versions, "policy.stale.not-changed");
            Map<DomainPattern, DestinationEntry> edited = new HashMap<>();
            shown.forEach(row -> edited.put(row.entry().pattern(), rule.apply(row.entry())));
            Policy now = working.policy();
            List<DestinationEntry> entries = now.destinationControls().entries().stream()
                    .map(e -> edited.getOrDefault(e.pattern(), e))
                    .toList();
            Policy next = WorkingRows.with(now, entries);
            refuseFaults(next, edited.keySet());
            rows.put(shown, edited, working.inForce(), user);
            return next;
        });
    }

    private static void refuseFaults(Policy next, Set<DomainPattern> edited) {
        List<DestinationEntry> entries = next.destinationControls().entries();
        List<Violation> faults = new ArrayList<>();
        for (Violation v : PolicyValidation.validate(next)) {
            if (v.severity() == Violation.Severity.ERROR && v.field().startsWith(ENTRIES)) {
                int end = v.field().indexOf(']');
                DestinationEntry entry = entries.get(Integer.parseInt(v.field().substring(ENTRIES.length(), end)));
                if (edited.contains(entry.pattern())) {
                    faults.add(v.at(entry.pattern() + " " + v.field().substring(end + 2)));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new RefusedPolicyException(faults);
        }
    }

    /// Puts another table in the place of this one.
    ///
    /// @param expected the table as the caller was shown it
    /// @throws RefusedPolicyException with fields of the policy file, relative to the table
    /// @throws StaleEditException when it is another one by now
    public void replace(DestinationControls table, DestinationControls expected, String user) {
        working.submitEdited(
                now -> {
                    if (!sameTable(now.destinationControls(), expected)) {
                        throw new StaleEditException(Wording.of("policy.stale.table"));
                    }
                    return now.with(table);
                },
                user,
                "import of " + table.entries().size() + " destinations",
                "destinationControls.");
    }

    private static boolean sameTable(DestinationControls now, DestinationControls expected) {
        return now.defaultProfile().equals(expected.defaultProfile())
                && now.global().equals(expected.global())
                && now.entries().size() == expected.entries().size()
                && new HashSet<>(now.entries()).containsAll(expected.entries());
    }
}
