package org.danegate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.danegate.event.AdministratorActs;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/// The working copy's rows and the state last read from them. Every change reads, checks and writes under one lock and
/// in one transaction, so that no edit in between is lost.
final class WorkingCopy {

    private final WorkingRows rows;
    private final TransactionTemplate transactions;
    private final PolicySnapshot snapshot;
    private final PolicyRevisions revisions;
    private final InstalledParts parts;
    private final AdministratorActs acts;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable WorkingState state;
    private volatile boolean stored;

    WorkingCopy(
            WorkingRows rows,
            TransactionTemplate transactions,
            PolicySnapshot snapshot,
            PolicyRevisions revisions,
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
            transactions.executeWithoutResult(t -> {
                rows.lock();
                rows.destinations().compare(snapshot.committed().policy());
            });
        }
        changes();
        rows.onChange(this::follow);
    }

    WorkingRows rows() {
        return rows;
    }

    /// The working copy as a policy.
    Policy policy() {
        return state().policy();
    }

    /// The policy in force, without exceptions.
    Policy inForce() {
        return snapshot.committed().policy();
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
            // Before the rows: another node may change them while they are read.
            long version = rows.version();
            WorkingRows.Reading now = rows.read(inForce);
            known = new WorkingState(now.policy(), inForce, now.sections(), version);
            state = known;
        }
        return known;
    }

    /// A section other than the destination entries, as it was when the working copy was read.
    SectionState section(String name) {
        return state().section(name);
    }

    /// Puts in force what another node committed, and reads what it changed.
    void follow() {
        locked(() -> {
            takeRevision();
            forgetUnless(rows.version());
            return "";
        });
    }

    private void takeRevision() {
        if (revisions.newest() > snapshot.committed().number()) {
            revisions
                    .findFirstByOrderByNumberDesc()
                    .ifPresent(last -> snapshot.swap(new CommittedPolicy.Revision(last.number(), last.policy())));
        }
    }

    private void forgetUnless(long version) {
        WorkingState known = state;
        if (known != null && known.version() != version) {
            state = null;
        }
    }

    /// Objects that differ from the policy in force.
    List<PolicyChange> changes() {
        return state().changes();
    }

    /// Does the same for a working copy that was read before.
    List<PolicyChange> changes(Policy read) {
        WorkingState now = state();
        return now.policy() == read ? now.changes() : PolicyChange.between(inForce(), read);
    }

    /// Faults and advice on a policy as a whole, in a list that may be changed.
    List<Fault> violations(Policy policy) {
        WorkingState now = state();
        List<Fault> all =
                new ArrayList<>(now.policy() == policy ? now.violations() : PolicyValidation.validate(policy));
        all.addAll(parts.missing(policy, inForce()));
        return all;
    }

    /// Writes the policy in force into the rows when there are none yet, so that entries can be queried.
    void ensureStored() {
        if (!stored) {
            exclusively(() -> {
                if (rows.isEmpty()) {
                    rows.write(inForce(), null, inForce(), "system");
                    rows.changed();
                }
                return "";
            });
            // Rows of sections are changed, never deleted.
            stored = true;
        }
    }

    /// Applies an edit if the rules find no faults under its prefix.
    Submission edit(Function<Policy, Edit> edit, Submit submit) {
        return change(submit.user(), submit.what(), () -> {
            Policy next = switch (edit.apply(policy())) {
                case Edit.To to -> to.policy();
                case Edit.Faulty faulty -> throw Refusal.of(faulty.faults());
                case Edit.Stale stale -> throw Refusal.stale(stale.why());
            };
            Refusal.throwIfFaulty(Refusal.errors(violations(next), submit.prefix()));
            List<DestinationEntry> entries = next.destinationControls().entries();
            rows.write(next, policy().destinationControls().entries(), inForce(), submit.user());
            return rows.policy(entries);
        });
    }

    /// Changes rows under the lock, all or nothing.
    ///
    /// @param edit writes the rows and returns the new working copy; throws {@link Refusal} to roll everything back
    Submission change(String user, String what, Supplier<Policy> edit) {
        ensureStored();
        return locked(() -> {
            Change done;
            try {
                done = exclusively(() -> change(edit));
            } catch (Refusal refusal) {
                return refusal.outcome();
            }
            state = done.after();
            acts.publish(
                    user,
                    "submitted " + what,
                    PolicyChange.told(done.before(), done.after().policy()));
            return new Submission.Submitted();
        });
    }

    private record Change(Policy before, WorkingState after) {}

    private Change change(Supplier<Policy> edit) {
        WorkingState before = readState();
        Policy next = edit.get();
        rows.changed();
        return new Change(
                before.policy(), new WorkingState(next, inForce(), rows.states(), before.version() + rows.step()));
    }

    /// Writes the policy that is about to be in force into the rows, and clears the marks of all changes. The
    /// caller works {@link #exclusively}.
    ///
    /// @param record saves the revision, in the same transaction
    /// @return the working copy as it is once the policy is in force
    WorkingState settle(Policy next, String user, Runnable record) {
        long version = readState().version();
        record.run();
        rows.write(next, rows.isEmpty() ? null : next.destinationControls().entries(), next, user);
        rows.destinations().forgetPending();
        rows.changed();
        return new WorkingState(next, next, rows.states(), version + rows.step());
    }

    /// Takes the working copy over as it is after a commit.
    void take(WorkingState after) {
        state = after;
    }

    /// Does work in one transaction while nobody changes rows or commits, here or on another node, and with the
    /// newest of both.
    <T> T exclusively(Supplier<T> work) {
        return locked(() -> {
            Optional<T> done;
            do {
                if (rows.shared()) {
                    takeRevision();
                }
                done = Objects.requireNonNull(transactions.execute(t -> withNewest(work)));
            } while (done.isEmpty());
            return done.get();
        });
    }

    /// @return empty when another node has committed since the caller looked
    private <T> Optional<T> withNewest(Supplier<T> work) {
        long version = rows.lock();
        if (rows.shared()) {
            if (revisions.newest() > snapshot.committed().number()) {
                return Optional.empty();
            }
            forgetUnless(version);
        }
        return Optional.of(Objects.requireNonNull(work.get()));
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
