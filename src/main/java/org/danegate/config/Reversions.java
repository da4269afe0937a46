package org.danegate.config;

import java.util.List;
import java.util.function.UnaryOperator;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.Policy;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Takes single changes of the working copy back to the policy in force. Faults that this leaves are reported by the
/// commit page, like all others.
public final class Reversions {

    private final WorkingCopy copy;

    Reversions(WorkingPolicy working) {
        this.copy = working.copy();
    }

    /// Takes back one change, or one field of it.
    ///
    /// @param change {@link PolicyChange#id} of the change as the user saw it
    /// @param field name of the only field to take back; null for the whole object
    /// @return stale when the object no longer differs in just that way, or has no such field
    public Submission revert(String change, @Nullable String field, String user) {
        return copy.change(
                user,
                "reversal of a change",
                () -> write(now -> Reversion.of(now, copy.inForce(), find(now, change, field), field), user));
    }

    /// Takes back all changes of a group, or none.
    ///
    /// @param key {@link ChangeGroup#key}
    /// @param seen {@link ChangeGroup#seen} of the group as the user saw it
    /// @return stale when the group no longer has exactly these members
    public Submission revertGroup(String key, String seen, String user) {
        return copy.change(
                user,
                "reversal of a group of changes",
                () -> write(now -> Reversion.ofAll(now, copy.inForce(), group(now, key, seen)), user));
    }

    private Policy write(UnaryOperator<Policy> reversal, String user) {
        Policy now = copy.policy();
        Policy next = reversal.apply(now);
        List<DestinationEntry> entries = next.destinationControls().entries();
        copy.rows().write(next, now.destinationControls().entries(), copy.inForce(), user);
        return copy.rows().policy(entries);
    }

    private List<PolicyChange> group(Policy now, String key, String seen) {
        return ChangeGroup.of(copy.changes(now)).stream()
                .filter(group -> group.key().equals(key) && group.seen().equals(seen))
                .findFirst()
                .orElseThrow(() -> Refusal.stale(Wording.of("config.stale.revert-group")))
                .changes();
    }

    private PolicyChange find(Policy now, String id, @Nullable String field) {
        return copy.changes(now).stream()
                .filter(c -> c.id().equals(id))
                .filter(c -> field == null || hasField(c, field))
                .findFirst()
                .orElseThrow(() -> Refusal.stale(Wording.of("config.stale.revert")));
    }

    /// A field can be taken back on its own only where the object is in both policies.
    private static boolean hasField(PolicyChange change, String field) {
        return change.kind() == PolicyChange.Kind.CHANGED
                && change.fields().stream().anyMatch(f -> f.name().equals(field));
    }
}
