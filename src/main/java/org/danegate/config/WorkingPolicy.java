package org.danegate.config;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.danegate.address.OutsideText;
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
import org.danegate.policy.Wording;
import org.danegate.policy.file.PolicyDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
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
    private final TrustAnchorFolders anchorFolders;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable WorkingState state;
    private volatile boolean stored;

    WorkingPolicy(
            WorkingDestinations destinations,
            WorkingSections sections,
            WorkingDeletions deletions,
            PolicyRevisions revisions,
            TransactionTemplate transactions,
            PolicySnapshot snapshot,
            DeliveryEvents events,
            InstantSource clock,
            InstalledNames certificates,
            TrustAnchorFolders anchorFolders) {
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
        this.anchorFolders = anchorFolders;
        if (!rows.isEmpty()) {
            // A revision may have come in force without this working copy, from a file or an earlier version.
            transactions.executeWithoutResult(
                    t -> rows.compare(snapshot.current().policy()));
        }
        pending();
    }

    /// The working copy as a policy.
    public Policy policy() {
        return state().policy();
    }

    /// The policy in force.
    public Policy inForce() {
        return snapshot.current().policy();
    }

    /// Read from the rows when there was a commit or a start before, else as the last change left it.
    private WorkingState state() {
        WorkingState known = state;
        return known != null && known.inForce() == inForce() ? known : locked(this::readState);
    }

    private WorkingState readState() {
        WorkingState known = state;
        Policy inForce = inForce();
        if (known == null || known.inForce() != inForce) {
            known = new WorkingState(rows.policy(inForce), inForce);
            state = known;
        }
        return known;
    }

    WorkingRows rows() {
        return rows;
    }

    /// Objects that differ from the policy in force.
    public List<PolicyChange> changes() {
        return state().changes();
    }

    /// The same for a working copy read before.
    public List<PolicyChange> changes(Policy read) {
        WorkingState now = state();
        return now.policy() == read ? now.changes() : PolicyChange.between(inForce(), read);
    }

    /// How many objects differ.
    public int pending() {
        return state().changes().size();
    }

    /// Faults and advice on the working copy as a whole.
    public List<Violation> violations() {
        return violations(policy());
    }

    private List<Violation> violations(Policy policy) {
        WorkingState now = state();
        List<Violation> all =
                new ArrayList<>(now.policy() == policy ? now.violations() : PolicyValidation.validate(policy));
        all.addAll(CertificateAdvice.of(policy, certificates.names()));
        all.addAll(anchorFolders.faults(
                policy.dns().trustAnchorFile(), inForce().dns().trustAnchorFile()));
        return all;
    }

    /// Who submitted each object that differs, where a row of the working copy tells.
    public Map<String, String> authors() {
        Map<String, String> authors = new LinkedHashMap<>();
        deletions.findAll().forEach(d -> authors.put("Destination " + d.domain(), d.deletedBy()));
        destinations.findByPendingIsNotNull().forEach(d -> authors.put("Destination " + d.domain(), d.changedBy()));
        sections.findAll()
                .forEach(s -> PolicyChange.objectsOf(s.name()).forEach(label -> authors.put(label, s.changedBy())));
        return authors;
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

    /// @param label code of what the section is to its administrator
    private void refuseStale(String section, String label, long version) {
        SectionState now = section(section);
        if (now.version() != version) {
            throw new StaleEditException(Wording.of("policy.stale.section", Wording.of(label), now.changedBy()));
        }
    }

    /// Gives a domain a destination entry with DANE Support None, or changes the entry or the Default profile to
    /// it: what the seed advises for domains with an SMTP route.
    ///
    /// @param domain null for the Default profile
    public void withoutDane(@Nullable DomainPattern domain, String user) {
        submitEdited(
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
        submitEdited(
                now -> {
                    refuseStale("destinationControls", "policy.stale.default", version);
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
        submitEdited(
                now -> {
                    refuseStale("dns", "policy.stale.dns", version);
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
        submitEdited(
                now -> {
                    refuseStale(section, "policy.stale.part", version);
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
        submitEdited(
                now -> {
                    if (expected != null && !expected.equals(now)) {
                        throw new StaleEditException(Wording.of("policy.stale.copy"));
                    }
                    return policy;
                },
                user,
                "whole policy",
                "");
    }

    /// Reads, changes and writes under one lock, so that nobody's edit in between is lost.
    void submitEdited(UnaryOperator<Policy> edit, String user, String what, String prefix) {
        change(user, what, () -> {
            Policy next = edit.apply(policy());
            List<Violation> faults = violations(next).stream()
                    .filter(v -> v.severity() == Violation.Severity.ERROR
                            && v.field().startsWith(prefix))
                    .map(v -> v.at(v.field().substring(prefix.length())))
                    .toList();
            if (!faults.isEmpty()) {
                throw new RefusedPolicyException(faults);
            }
            List<DestinationEntry> entries = next.destinationControls().entries();
            rows.write(next, policy().destinationControls().entries(), inForce(), user);
            return rows.policy(entries);
        });
    }

    /// Puts the working copy in force.
    ///
    /// @param comment at most 1,000 characters
    /// @return the new revision's number
    /// @throws NothingToCommitException when nothing differs from the policy in force
    /// @throws RefusedPolicyException when the working copy has faults
    public long commit(String comment, String user) {
        return commit(comment, null, user);
    }

    /// The same for a working copy that somebody was shown.
    ///
    /// @param seen fingerprint of what was shown; null to commit whatever is there
    /// @throws StaleEditException when the working copy is another one by now; nothing is committed then
    public long commit(String comment, @Nullable String seen, String user) {
        return locked(() -> {
            Policy next = policy();
            if (seen != null && !seen.equals(PolicyFingerprint.of(next))) {
                throw new StaleEditException(Wording.of("policy.stale.commit"));
            }
            if (changes(next).isEmpty()) {
                throw new NothingToCommitException();
            }
            List<Violation> faults = violations(next);
            faults.removeIf(v -> v.severity() != Violation.Severity.ERROR);
            if (!faults.isEmpty()) {
                throw new RefusedPolicyException(faults);
            }
            String lines = PolicyChange.lines(inForce(), next);
            String told = PolicyChange.told(inForce(), next);
            long number = snapshot.current().number() + 1;
            String text = OutsideText.lines(comment.length() > 1000 ? comment.substring(0, 1000) : comment);
            transactions.executeWithoutResult(t -> {
                revisions.save(
                        new PolicyRevision(number, clock.instant(), user, text, PolicyDocument.yaml(next), lines));
                rows.write(
                        next, rows.isEmpty() ? null : next.destinationControls().entries(), next, user);
                rows.forgetPending();
            });
            state = new WorkingState(next, next);
            snapshot.swap(new CommittedPolicy.Revision(number, next));
            events.publish(new DeliveryEvent.AdministratorActed(
                    clock.instant(), user, "committed revision " + number + (text.isBlank() ? "" : ": " + text), told));
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
                throw new StaleEditException(Wording.of("policy.stale.abandon"));
            }
            rows.write(inForce(), null, inForce(), user);
            rows.forgetPending();
            return rows.policy(inForce().destinationControls().entries());
        });
    }

    /// All revisions, newest first.
    public List<PolicyRevision> revisions() {
        return revisions.findAllByOrderByNumberDesc();
    }

    /// Revisions of a page, newest first.
    ///
    /// @param page from 0
    /// @param size rows at most
    public Page<PolicyRevision> revisions(int page, int size) {
        return revisions.findAllByOrderByNumberDesc(PageRequest.of(page, size));
    }

    /// One revision.
    public Optional<PolicyRevision> revision(long number) {
        return revisions.findById(number);
    }

    /// Writes the policy in force into the rows where there are none yet, so that they can be asked for entries.
    void ensureStored() {
        if (!stored) {
            locked(() -> {
                if (rows.isEmpty()) {
                    transactions.executeWithoutResult(t -> rows.write(inForce(), null, inForce(), "system"));
                }
                // Rows of sections are changed, never taken away.
                stored = true;
                return "";
            });
        }
    }

    /// Changes rows under the lock, all or nothing.
    ///
    /// @param edit writes the rows and says what the working copy is then
    void change(String user, String what, Supplier<Policy> edit) {
        locked(() -> {
            ensureStored();
            Policy before = readState().policy();
            Policy next = Objects.requireNonNull(transactions.execute(t -> edit.get()));
            state = new WorkingState(next, inForce());
            events.publish(new DeliveryEvent.AdministratorActed(
                    clock.instant(), user, "submitted " + what, PolicyChange.told(before, next)));
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
}
