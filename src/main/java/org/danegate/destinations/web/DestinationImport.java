package org.danegate.destinations.web;

import java.util.List;
import org.danegate.config.PolicyChange;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.PolicyObject;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.Policy;
import org.danegate.policy.file.DestinationTableFile;

/// The changes that an import would make, for review.
///
/// @param changes all of them, in the order of the commit page
/// @param entries number of entries in the resulting table
/// @param seen the table as it is now, for the confirmation
public record DestinationImport(List<PolicyChange> changes, int entries, String seen) {

    private static final int NAMED = 50;

    public DestinationImport {
        changes = List.copyOf(changes);
    }

    static DestinationImport of(Policy now, DestinationControls imported) {
        return new DestinationImport(
                PolicyChange.between(now, now.with(imported)),
                imported.entries().size(),
                fingerprint(now.destinationControls()));
    }

    /// Identifies a table: SHA-256, in hexadecimal, of the exported text and the one value that is not exported.
    static String fingerprint(DestinationControls table) {
        String text = DestinationTableFile.write(table)
                + (table.defaultProfile().bounceProfile().equals(BounceProfile.DEFAULT_NAME)
                        ? ""
                        : table.defaultProfile().bounceProfile());
        return PolicyFingerprint.of(text);
    }

    public long added() {
        return count(PolicyChange.Kind.ADDED);
    }

    public long changed() {
        return count(PolicyChange.Kind.CHANGED);
    }

    public long deleted() {
        return count(PolicyChange.Kind.DELETED);
    }

    private long count(PolicyChange.Kind kind) {
        return changes.stream().filter(c -> c.kind() == kind).count();
    }

    /// The first changes of a kind; the page names these.
    public List<PolicyChange> named(PolicyChange.Kind kind) {
        return changes.stream().filter(c -> c.kind() == kind).limit(NAMED).toList();
    }

    /// The object of a change, without the word with which all of them begin.
    public String name(PolicyChange change) {
        return change.object().kind() == PolicyObject.Kind.DESTINATION
                ? change.object().name()
                : change.object().english().replaceFirst("^Destination ", "");
    }

    /// The number of changes of a kind that the page does not name.
    public long more(PolicyChange.Kind kind) {
        return Math.max(0, count(kind) - NAMED);
    }
}
