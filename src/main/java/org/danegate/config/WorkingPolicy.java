package org.danegate.config;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.InstalledNames;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.policy.Violation;
import org.danegate.policy.file.PolicyDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/// The working copy: one for all administrators. Submit changes it, commit makes it the policy in force, abandon takes
/// it back. A half-edited policy never delivers mail.
public class WorkingPolicy {

    private final WorkingDestinations destinations;
    private final WorkingSections sections;
    private final WorkingDeletions deletions;
    private final WorkingRows rows;
    private final PolicyRevisions revisions;
    private final TransactionTemplate transactions;
    private final PolicySnapshot snapshot;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final InstalledNames certificates;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile int pending;

    WorkingPolicy(
            WorkingDestinations destinations,
            WorkingSections sections,
            WorkingDeletions deletions,
            PolicyRevisions revisions,
            TransactionTemplate transactions,
            PolicySnapshot snapshot,
            DeliveryEvents events,
            InstantSource clock,
            InstalledNames certificates) {
        this.destinations = destinations;
        this.sections = sections;
        this.deletions = deletions;
        this.rows = new WorkingRows(destinations, sections, deletions);
        this.revisions = revisions;
        this.transactions = transactions;
        this.snapshot = snapshot;
        this.events = events;
        this.clock = clock;
        this.certificates = certificates;
        refreshPending();
    }

    /// A destination entry with what a form needs to notice a stale edit.
    ///
    /// @param changedBy who submitted it last
    public record Stored(long id, long version, DestinationEntry entry, String changedBy) {}

    /// The working copy as a policy.
    public Policy policy() {
        return rows.policy(snapshot.current().policy());
    }

    /// Entries in the order of their domains.
    public List<Stored> destinations() {
        ensureStored();
        return destinations.findAllByOrderByDomain().stream()
                .map(WorkingPolicy::stored)
                .toList();
    }

    /// One entry.
    public Optional<Stored> destination(long id) {
        return destinations.findById(id).map(WorkingPolicy::stored);
    }

    private static Stored stored(WorkingDestination d) {
        return new Stored(d.id(), d.version(), d.entry(), d.changedBy());
    }

    /// Objects that differ from the policy in force.
    public List<PolicyChange> changes() {
        return changes(policy());
    }

    /// The same for a working copy read before.
    public List<PolicyChange> changes(Policy read) {
        return PolicyChange.between(snapshot.current().policy(), read);
    }

    /// How many objects differ.
    public int pending() {
        return pending;
    }

    /// Faults and advice on the working copy as a whole.
    public List<Violation> violations() {
        return violations(policy());
    }

    private List<Violation> violations(Policy policy) {
        List<Violation> all = new ArrayList<>(PolicyValidation.validate(policy));
        all.addAll(CertificateAdvice.of(policy, certificates.names()));
        all.addAll(TrustAnchorFileCheck.faults(policy.dns().trustAnchorFile()));
        return all;
    }

    /// Who submitted each object that differs, where a row of the working copy tells.
    public Map<String, String> authors() {
        Map<String, String> authors = new LinkedHashMap<>();
        deletions.findAll().forEach(d -> authors.put("Destination " + d.domain(), d.deletedBy()));
        destinations.findAll().forEach(d -> authors.put("Destination " + d.domain(), d.changedBy()));
        sections.findAll()
                .forEach(s -> PolicyChange.objectsOf(s.name()).forEach(label -> authors.put(label, s.changedBy())));
        return authors;
    }

    /// Adds an entry, or changes the one with that id.
    ///
    /// @param id null for a new entry
    /// @param version version the form was filled from
    /// @throws RefusedPolicyException with fields named as in the policy file, relative to the entry
    /// @throws StaleEditException when the entry changed or went meanwhile
    public void submitDestination(@Nullable Long id, long version, DestinationEntry entry, String user) {
        change(user, "destination " + entry.pattern(), () -> {
            WorkingDestination row = id == null ? null : current(id, version, entry);
            Optional<WorkingDestination> same =
                    destinations.findByDomain(entry.pattern().toString());
            if (same.isPresent() && (row == null || same.get().id() != row.id())) {
                throw new RefusedPolicyException(List.of(Violation.error(
                        "domain", "There is already an entry for " + entry.pattern() + ": edit that one instead.")));
            }
            refuseFaults(entry, row);
            rows.put(row, entry, user);
            return entry;
        });
    }

    private WorkingDestination current(long id, long version, DestinationEntry entry) {
        WorkingDestination row = destinations
                .findById(id)
                .orElseThrow(() -> new StaleEditException(
                        "The entry for " + entry.pattern() + " was deleted by somebody else meanwhile."));
        if (row.version() != version) {
            throw new StaleEditException("The entry for " + row.domain() + " was changed by " + row.changedBy()
                    + " while you were editing. Their values are shown beside yours; submit again to keep yours.");
        }
        return row;
    }

    private void refuseFaults(DestinationEntry entry, @Nullable WorkingDestination replaced) {
        DestinationControls controls = policy().destinationControls();
        List<DestinationEntry> others = new ArrayList<>(controls.entries());
        others.removeIf(e -> replaced != null && e.pattern().toString().equals(replaced.domain()));
        others.add(entry);
        String prefix = "destinationControls.destinations[" + (others.size() - 1) + "].";
        List<Violation> faults = PolicyValidation.validate(
                        policy().with(new DestinationControls(controls.defaultProfile(), others, controls.global())))
                .stream()
                .filter(v ->
                        v.severity() == Violation.Severity.ERROR && v.field().startsWith(prefix))
                .map(v -> Violation.error(v.field().substring(prefix.length()), v.message()))
                .toList();
        if (!faults.isEmpty()) {
            throw new RefusedPolicyException(faults);
        }
    }

    /// Deletes entries; ids that are gone already are passed over.
    ///
    /// @param versions id and version as they were shown
    /// @throws StaleEditException when one of them changed meanwhile; nothing is deleted then
    public void deleteDestinations(Map<Long, Long> versions, String user) {
        change(user, "deletion of " + versions.size() + " destinations", () -> {
            List<WorkingDestination> shown = destinations.findAllById(versions.keySet());
            for (WorkingDestination row : shown) {
                if (!Long.valueOf(row.version()).equals(versions.get(row.id()))) {
                    throw new StaleEditException("Nothing was deleted: the entry for " + row.domain()
                            + " was changed by " + row.changedBy() + " meanwhile.");
                }
            }
            rows.delete(shown, user);
            return shown;
        });
    }

    /// A section other than the destination entries, as a form was filled from it.
    ///
    /// @param name key of the policy file, such as `dns`
    public record SectionState(String name, long version, String changedBy) {}

    /// What a form needs to notice a stale edit of a section.
    public SectionState section(String name) {
        return sections.findById(name)
                .map(s -> new SectionState(name, s.version(), s.changedBy()))
                .orElse(new SectionState(name, 0, "system"));
    }

    private void refuseStale(String section, String label, long version) {
        SectionState now = section(section);
        if (now.version() != version) {
            throw new StaleEditException(label + " changed while you were editing: " + now.changedBy()
                    + " submitted other values, shown beside yours. Submit again to keep yours.");
        }
    }

    /// Gives a domain a destination entry with DANE Support None, or changes the entry or the Default profile to it:
    /// what the seed advises for domains with an SMTP route.
    ///
    /// @param domain null for the Default profile
    public void withoutDane(@Nullable DomainPattern domain, String user) {
        submitWhole(
                now -> now.with(now.destinationControls().withoutDane(domain)),
                user,
                "DANE None for " + (domain == null ? "Default" : domain.toString()),
                "destinationControls.");
    }

    /// Changes the Default entry.
    ///
    /// @param version version the form was filled from
    /// @throws RefusedPolicyException with fields relative to the entry
    /// @throws StaleEditException when it changed meanwhile
    public void submitDefault(DestinationProfile profile, long version, String user) {
        submitWhole(
                now -> {
                    refuseStale("destinationControls", "The Default destination", version);
                    DestinationControls controls = now.destinationControls();
                    return now.with(new DestinationControls(profile, controls.entries(), controls.global()));
                },
                user,
                "Default destination",
                "destinationControls.default.");
    }

    /// Changes the DNS settings.
    ///
    /// @param version version the form was filled from
    /// @throws RefusedPolicyException with fields relative to the section
    /// @throws StaleEditException when they changed meanwhile
    public void submitDns(DnsSettings dns, long version, String user) {
        submitWhole(
                now -> {
                    refuseStale("dns", "The DNS settings", version);
                    return now.with(dns);
                },
                user,
                "DNS",
                "dns.");
    }

    /// Changes a section.
    ///
    /// @param section key of the policy file
    /// @param version version of the section that the form was filled from
    /// @param edit makes the new policy; may refuse it
    /// @param prefix fields that are looked at, the faults of others are left for the commit
    /// @throws RefusedPolicyException with fields relative to the prefix
    /// @throws StaleEditException when the section changed meanwhile
    public void submitSection(
            String section, long version, UnaryOperator<Policy> edit, String prefix, String what, String user) {
        submitWhole(
                now -> {
                    refuseStale(section, "This part of the configuration", version);
                    return edit.apply(now);
                },
                user,
                what,
                prefix);
    }

    /// Replaces the whole working copy, as the API does.
    ///
    /// @param expected what the caller has read; null to replace whatever is there
    /// @throws RefusedPolicyException when the policy has faults
    /// @throws StaleEditException when the working copy is not the expected one
    public void submit(Policy policy, @Nullable Policy expected, String user) {
        submitWhole(
                now -> {
                    if (expected != null && !expected.equals(now)) {
                        throw new StaleEditException("The working copy has changed since it was read.");
                    }
                    return policy;
                },
                user,
                "whole policy",
                "");
    }

    /// Reads, changes and writes under one lock, so that nobody's edit in between is lost.
    private void submitWhole(UnaryOperator<Policy> edit, String user, String what, String prefix) {
        change(user, what, () -> {
            Policy next = edit.apply(policy());
            List<Violation> faults = violations(next).stream()
                    .filter(v -> v.severity() == Violation.Severity.ERROR
                            && v.field().startsWith(prefix))
                    .map(v -> Violation.error(v.field().substring(prefix.length()), v.message()))
                    .toList();
            if (!faults.isEmpty()) {
                throw new RefusedPolicyException(faults);
            }
            rows.write(next, user);
            return next;
        });
    }

    /// Puts the working copy in force.
    ///
    /// @param comment at most 1,000 characters
    /// @return the new revision's number
    /// @throws NothingToCommitException when nothing differs from the policy in force
    /// @throws RefusedPolicyException when the working copy has faults
    public long commit(String comment, String user) {
        return locked(() -> {
            Policy next = policy();
            if (changes(next).isEmpty()) {
                throw new NothingToCommitException();
            }
            List<Violation> faults = violations(next);
            faults.removeIf(v -> v.severity() != Violation.Severity.ERROR);
            if (!faults.isEmpty()) {
                throw new RefusedPolicyException(faults);
            }
            String lines = PolicyChange.lines(snapshot.current().policy(), next);
            long number = snapshot.current().number() + 1;
            String text = comment.length() > 1000 ? comment.substring(0, 1000) : comment;
            transactions.executeWithoutResult(t -> {
                revisions.save(
                        new PolicyRevision(number, clock.instant(), user, text, PolicyDocument.yaml(next), lines));
                rows.write(next, user);
                rows.forgetDeletions();
            });
            snapshot.swap(new CommittedPolicy.Revision(number, next));
            refreshPending();
            events.publish(new DeliveryEvent.AdministratorActed(
                    clock.instant(), user, "committed revision " + number + (text.isBlank() ? "" : ": " + text)));
            return number;
        });
    }

    /// Takes the working copy back to the policy in force.
    ///
    /// @param seen fingerprint of the working copy as the user was shown it; null to abandon whatever is there
    /// @throws StaleEditException when the working copy is another one by now; nothing is abandoned then
    public void abandon(@Nullable String seen, String user) {
        change(user, "abandoning of changes", () -> {
            if (seen != null && !seen.equals(PolicyFingerprint.of(policy()))) {
                throw new StaleEditException("Nothing was abandoned: the changes are not those you were shown."
                        + " Somebody submitted, committed or abandoned meanwhile. Look at them once more.");
            }
            rows.write(snapshot.current().policy(), user);
            rows.forgetDeletions();
            return user;
        });
    }

    /// All revisions, newest first.
    public List<PolicyRevision> revisions() {
        return revisions.findAllByOrderByNumberDesc();
    }

    private void ensureStored() {
        if (rows.isEmpty()) {
            locked(() -> {
                transactions.executeWithoutResult(
                        t -> rows.write(snapshot.current().policy(), "system"));
                return "";
            });
        }
    }

    private <T> void change(String user, String what, Supplier<T> edit) {
        locked(() -> {
            ensureStored();
            transactions.execute(t -> edit.get());
            refreshPending();
            events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), user, "submitted " + what));
            return what;
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void refreshPending() {
        pending = changes().size();
    }
}
