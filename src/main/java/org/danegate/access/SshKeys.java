package org.danegate.access;

import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.springframework.transaction.annotation.Transactional;

/// Adds, lists and removes the public keys with which users sign in over SSH. Each user does so for their own account.
public class SshKeys {

    /// Most keys of one user.
    public static final int MOST = 20;
    /// Longest label, in characters.
    public static final int LONGEST_LABEL = 100;

    private final SshKeyRows rows;
    private final Audit audit;
    private final InstantSource clock;

    SshKeys(SshKeyRows rows, Audit audit, InstantSource clock) {
        this.rows = rows;
        this.audit = audit;
        this.clock = clock;
    }

    /// The user's keys, oldest first.
    @Transactional(readOnly = true)
    public List<SshKey> of(String user) {
        return rows.findByUserNameOrderByCreatedAt(user);
    }

    /// Adds a key.
    ///
    /// @param label what it is for; empty for the comment of the line, or its type
    /// @param line as in a `.pub` file
    /// @throws RefusedException for a key that is none, is weak, is there already, or is one too many
    @Transactional
    public void add(String user, String label, String line) {
        SshPublicKey key = SshPublicKey.read(line);
        String shown = label.isBlank() ? comment(line) : label.strip();
        if (shown.length() > LONGEST_LABEL) {
            throw new RefusedException(Fault.error("label", Wording.of("access.refused.ssh-label", LONGEST_LABEL)));
        }
        if (rows.findByUserNameAndFingerprint(user, key.fingerprint()).isPresent()) {
            throw new RefusedException(Fault.error("key", Wording.of("access.refused.ssh-key-there")));
        }
        if (of(user).size() >= MOST) {
            throw new RefusedException(Fault.error("key", Wording.of("access.refused.ssh-key-many", MOST)));
        }
        rows.saveAndFlush(new SshKey(user, shown, key, clock.instant()));
        audit.record(user, "added SSH key \"" + shown + "\" " + key.fingerprint());
    }

    private static String comment(String line) {
        String[] parts = line.strip().split("\\s+", 3);
        String comment = parts.length < 3 ? parts[0] : parts[2].strip();
        return comment.length() > LONGEST_LABEL ? comment.substring(0, LONGEST_LABEL) : comment;
    }

    /// Removes one of the user's own keys; it signs nobody in any more. Does nothing when it no longer exists.
    @Transactional
    public void remove(String user, UUID id) {
        rows.findById(id).filter(key -> key.getUserName().equals(user)).ifPresent(key -> {
            rows.delete(key);
            audit.record(user, "removed SSH key \"" + key.getLabel() + "\" " + key.getFingerprint());
        });
    }

    /// Whether the key is one of the user's.
    @Transactional(readOnly = true)
    public boolean has(String user, PublicKey key) {
        return rows.findByUserNameAndFingerprint(user, SshPublicKey.fingerprint(key))
                .isPresent();
    }
}
