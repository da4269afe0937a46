package org.danegate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.danegate.address.OutsideText;
import org.danegate.event.AdministratorActs;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.transaction.support.TransactionTemplate;

/// The working copy: one for all administrators. Submit changes it, commit puts it in force, and abandon resets it to
/// the policy in force. A half-edited policy never delivers mail.
public class WorkingPolicy {

    private final WorkingRows rows;
    private final PolicyRevisions revisions;
    private final TransactionTemplate transactions;
    private final PolicySnapshot snapshot;
    private final InstalledParts parts;
    private final AdministratorActs acts;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable WorkingState state;
    private volatile boolean stored;

    WorkingPolicy(
            WorkingRows rows,
            PolicyRevisions revisions,
            TransactionTemplate transactions,
            PolicySnapshot snapshot,
            InstalledParts parts,
            AdministratorActs acts) {
        this.rows = rows;
        this.revisions = revisions;
        this.transactions = transactions;
        this.snapshot = snapshot;
        this.parts = parts;
        this.acts = acts;
        if (!rows.isEmpty()) {
            // A file or an earlier version may have put a revision in force without this working copy.
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

    /// After a commit or a start the state is read from the rows; otherwise it is as the last change left it.
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

    /// Does the same for a working copy that was read before.
    public List<PolicyChange> changes(Policy read) {
        WorkingState now = state();
        return now.policy() == read ? now.changes() : PolicyChange.between(inForce(), read);
    }

    /// How many objects differ.
    public int pending() {
        return state().changes().size();
    }

    /// Faults and advice on the working copy as a whole.
    public List<Fault> violations() {
        return violations(policy());
    }

    private List<Fault> violations(Policy policy) {
        WorkingState now = state();
        List<Fault> all =
                new ArrayList<>(now.policy() == policy ? now.violations() : PolicyValidation.validate(policy));
        all.addAll(parts.missing(policy, inForce()));
        return all;
    }

    /// Who submitted each difference, if a row of the working copy records it.
    ///
    /// @param ofDestinations by domain
    /// @param ofSections by key of the policy file
    public record Authors(Map<String, String> ofDestinations, Map<String, String> ofSections) {

        /// Who submitted an object; null when no row records it.
        public @Nullable String of(PolicyObject object) {
            return object.kind() == PolicyObject.Kind.DESTINATION
                    ? ofDestinations.get(object.name())
                    : ofSections.get(object.kind().section());
        }
    }

    /// Who submitted each object that differs.
    public Authors authors() {
        return rows.authors();
    }

    /// A section other than the destination entries, as a form was filled from it.
    ///
    /// @param name key of the policy file, such as `dns`
    public record SectionState(String name, long version, String changedBy) {}

    /// The data that a form needs to detect a stale edit of a section.
    public SectionState section(String name) {
        return rows.section(name);
    }

    /// Why an edit of a section is stale; null when it is not.
    ///
    /// @param label code of the section's name for its administrator
    private @Nullable Wording stale(String section, String label, long version) {
        SectionState now = section(section);
        return now.version() == version ? null : Wording.of("config.stale.section", Wording.of(label), now.changedBy());
    }

    /// Sets DANE Support None for a domain or in the Default profile, and adds the domain's destination entry if
    /// necessary. The seed advises this for domains with an SMTP route.
    ///
    /// @param domain null for the Default profile
    public Submission withoutDane(@Nullable DomainPattern domain, String user) {
        return submitEdited(
                now -> new Edit.To(now.with(now.destinationControls().withoutDane(domain))),
                user,
                "DANE None for " + (domain == null ? "Default" : domain.toString()),
                "destinationControls.");
    }

    /// Changes the Default entry.
    ///
    /// @param version version that the form was filled from
    /// @return faults have fields relative to the entry
    public Submission submitDefault(DestinationProfile profile, long version, String user) {
        return submitPart(
                "destinationControls",
                "config.stale.default",
                version,
                now -> {
                    DestinationControls controls = now.destinationControls();
                    return new Edit.To(
                            now.with(new DestinationControls(profile, controls.entries(), controls.global())));
                },
                new Submit(user, "Default destination", "destinationControls.default."));
    }

    /// Changes the DNS settings.
    ///
    /// @param version version that the form was filled from
    /// @return faults have fields relative to the section
    public Submission submitDns(DnsSettings dns, long version, String user) {
        return submitPart(
                "dns", "config.stale.dns", version, now -> new Edit.To(now.with(dns)), new Submit(user, "DNS", "dns."));
    }

    /// The author and the subject of a change.
    ///
    /// @param what subject for the audit log
    /// @param prefix fields that are checked now; faults of other fields are left for the commit
    public record Submit(String user, String what, String prefix) {}

    /// Changes a section.
    ///
    /// @param section key of the policy file
    /// @param version version of the section that the form was filled from
    /// @return faults have fields relative to the prefix
    public Submission submitSection(String section, long version, Function<Policy, Edit> edit, Submit submit) {
        return submitPart(section, "config.stale.part", version, edit, submit);
    }

    private Submission submitPart(
            String section, String label, long version, Function<Policy, Edit> edit, Submit submit) {
        return submitEdited(
                now -> {
                    Wording stale = stale(section, label, version);
                    return stale == null ? edit.apply(now) : new Edit.Stale(stale);
                },
                submit.user(),
                submit.what(),
                submit.prefix());
    }

    /// Replaces the whole working copy, as the API does.
    ///
    /// @param expected the policy that the caller has read; null to replace any working copy
    public Submission submit(Policy policy, @Nullable Policy expected, String user) {
        return submitEdited(
                now -> expected == null || expected.equals(now)
                        ? new Edit.To(policy)
                        : new Edit.Stale(Wording.of("config.stale.copy")),
                user,
                "whole policy",
                "");
    }

    /// Reads, changes and writes under one lock, so that no edit in between is lost.
    Submission submitEdited(Function<Policy, Edit> edit, String user, String what, String prefix) {
        return change(user, what, () -> {
            Policy next = switch (edit.apply(policy())) {
                case Edit.To to -> to.policy();
                case Edit.Faulty faulty -> throw Refusal.of(faulty.faults());
                case Edit.Stale stale -> throw Refusal.stale(stale.why());
            };
            List<Fault> faults = violations(next).stream()
                    .filter(v -> v.isError() && v.field().startsWith(prefix))
                    .map(v -> v.at(v.field().substring(prefix.length())))
                    .toList();
            if (!faults.isEmpty()) {
                throw Refusal.of(faults);
            }
            List<DestinationEntry> entries = next.destinationControls().entries();
            rows.write(next, policy().destinationControls().entries(), inForce(), user);
            return rows.policy(entries);
        });
    }

    /// Puts the working copy in force.
    ///
    /// @param comment at most 1,000 characters
    public Commit commit(String comment, String user) {
        return commit(comment, null, user);
    }

    /// Does the same for a working copy that the user saw.
    ///
    /// @param seen fingerprint of what the user saw; null to commit any working copy
    public Commit commit(String comment, @Nullable String seen, String user) {
        return locked(() -> {
            Policy next = policy();
            if (seen != null && !seen.equals(PolicyFingerprint.of(next))) {
                return new Commit.Stale(Wording.of("config.stale.commit"));
            }
            if (changes(next).isEmpty()) {
                return new Commit.Nothing();
            }
            List<Fault> faults = violations(next);
            faults.removeIf(v -> !v.isError());
            if (!faults.isEmpty()) {
                return new Commit.Rejected(faults);
            }
            String lines = PolicyChange.lines(inForce(), next);
            String told = PolicyChange.told(inForce(), next);
            long number = snapshot.current().number() + 1;
            String text = OutsideText.lines(comment.length() > 1000 ? comment.substring(0, 1000) : comment);
            transactions.executeWithoutResult(t -> {
                revisions.save(new PolicyRevision(number, acts.now(), user, text, PolicyDocument.yaml(next), lines));
                rows.write(
                        next, rows.isEmpty() ? null : next.destinationControls().entries(), next, user);
                rows.forgetPending();
            });
            state = new WorkingState(next, next);
            snapshot.swap(new CommittedPolicy.Revision(number, next));
            acts.publish(user, "committed revision " + number + (text.isBlank() ? "" : ": " + text), told);
            return new Commit.Done(number);
        });
    }

    /// Resets the working copy to the policy in force.
    ///
    /// @param seen fingerprint of the working copy that the user saw; null to abandon any working copy
    public Submission abandon(@Nullable String seen, String user) {
        return change(user, "abandoning of changes", () -> {
            if (seen != null && !seen.equals(PolicyFingerprint.of(policy()))) {
                throw Refusal.stale(Wording.of("config.stale.abandon"));
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

    /// Writes the policy in force into the rows when there are none yet, so that entries can be queried.
    void ensureStored() {
        if (!stored) {
            locked(() -> {
                if (rows.isEmpty()) {
                    transactions.executeWithoutResult(t -> rows.write(inForce(), null, inForce(), "system"));
                }
                // Rows of sections are changed, never deleted.
                stored = true;
                return "";
            });
        }
    }

    /// Changes rows under the lock, all or nothing.
    ///
    /// @param edit writes the rows and returns the new working copy; throws {@link Refusal} to roll everything back
    Submission change(String user, String what, Supplier<Policy> edit) {
        return locked(() -> {
            ensureStored();
            Policy before = readState().policy();
            Policy next;
            try {
                next = Objects.requireNonNull(transactions.execute(t -> edit.get()));
            } catch (Refusal refusal) {
                return refusal.outcome();
            }
            state = new WorkingState(next, inForce());
            acts.publish(user, "submitted " + what, PolicyChange.told(before, next));
            return new Submission.Submitted();
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
