package org.danegate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.danegate.event.AdministratorActs;
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
    private final InstalledParts parts;
    private final AdministratorActs acts;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable WorkingState state;
    private volatile boolean stored;

    WorkingCopy(
            WorkingRows rows,
            TransactionTemplate transactions,
            PolicySnapshot snapshot,
            InstalledParts parts,
            AdministratorActs acts) {
        this.rows = rows;
        this.transactions = transactions;
        this.snapshot = snapshot;
        this.parts = parts;
        this.acts = acts;
        if (!rows.isEmpty()) {
            // A file or an earlier version may have put a revision in force without this working copy.
            transactions.executeWithoutResult(
                    t -> rows.destinations().compare(snapshot.committed().policy()));
        }
        changes();
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
            known = new WorkingState(rows.policy(inForce), inForce);
            state = known;
        }
        return known;
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

    /// Writes the policy that is about to be in force into the rows, and clears the marks of all changes. The
    /// caller holds the lock.
    ///
    /// @param record saves the revision, in the same transaction
    void settle(Policy next, String user, Runnable record) {
        transactions.executeWithoutResult(t -> {
            record.run();
            rows.write(next, rows.isEmpty() ? null : next.destinationControls().entries(), next, user);
            rows.destinations().forgetPending();
        });
        state = new WorkingState(next, next);
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
