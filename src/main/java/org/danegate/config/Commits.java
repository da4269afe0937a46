package org.danegate.config;

import java.util.List;
import org.danegate.address.OutsideText;
import org.danegate.event.AdministratorActs;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Puts the working copy in force as a new revision.
final class Commits {

    private static final int LONGEST_COMMENT = 1000;

    private final WorkingCopy copy;
    private final PolicyRevisions revisions;
    private final PolicySnapshot snapshot;
    private final AdministratorActs acts;

    Commits(WorkingCopy copy, PolicyRevisions revisions, PolicySnapshot snapshot, AdministratorActs acts) {
        this.copy = copy;
        this.revisions = revisions;
        this.snapshot = snapshot;
        this.acts = acts;
    }

    /// @param comment cut at 1,000 characters
    /// @param seen fingerprint of what the user saw; null to commit any working copy
    Commit commit(String comment, @Nullable String seen, String user) {
        return copy.locked(() -> {
            Outcome outcome = copy.exclusively(() -> {
                Policy next = copy.policy();
                Commit obstacle = obstacle(next, seen);
                return obstacle == null ? stored(next, comment, user) : new Outcome(obstacle, null);
            });
            Stored stored = outcome.stored();
            if (stored != null) {
                putInForce(stored, user);
            }
            return outcome.commit();
        });
    }

    private record Outcome(Commit commit, @Nullable Stored stored) {}

    private record Stored(long number, WorkingState state, String comment, String told) {}

    private @Nullable Commit obstacle(Policy next, @Nullable String seen) {
        if (seen != null && !seen.equals(PolicyFingerprint.of(next))) {
            return new Commit.Stale(Wording.of("config.stale.commit"));
        }
        if (copy.changes(next).isEmpty()) {
            return new Commit.Nothing();
        }
        List<Fault> faults = copy.violations(next);
        faults.removeIf(v -> !v.isError());
        return faults.isEmpty() ? null : new Commit.Rejected(faults);
    }

    private Outcome stored(Policy next, String comment, String user) {
        String lines = PolicyChange.lines(copy.inForce(), next);
        String told = PolicyChange.told(copy.inForce(), next);
        long number = snapshot.current().number() + 1;
        String text =
                OutsideText.lines(comment.length() > LONGEST_COMMENT ? comment.substring(0, LONGEST_COMMENT) : comment);
        WorkingState state = copy.settle(
                next,
                user,
                () -> revisions.save(
                        new PolicyRevision(number, acts.now(), user, text, PolicyDocument.yaml(next), lines)));
        return new Outcome(new Commit.Done(number), new Stored(number, state, text, told));
    }

    private void putInForce(Stored stored, String user) {
        copy.take(stored.state());
        snapshot.swap(
                new CommittedPolicy.Revision(stored.number(), stored.state().policy()));
        acts.publish(
                user,
                "committed revision " + stored.number() + (stored.comment().isBlank() ? "" : ": " + stored.comment()),
                stored.told());
    }
}
