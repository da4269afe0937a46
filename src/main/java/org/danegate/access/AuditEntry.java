package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/// One action of an administrator, as the audit log keeps it. It never changes once written.
@Entity
@Table(name = "audit_entry")
public class AuditEntry {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(nullable = false)
    private Instant at = Instant.EPOCH;

    @Column(name = "user_name", nullable = false, length = 64)
    private String user = "";

    @Column(nullable = false, length = 1000)
    private String action = "";

    @Column(nullable = false, length = 64)
    private String address = "";

    @Column(nullable = false, length = 10_000)
    private String changes = "";

    /// For JPA.
    protected AuditEntry() {}

    AuditEntry(Instant at, String user, String action, String address, String changes) {
        this.at = at;
        this.user = user;
        this.action = action;
        this.address = address;
        this.changes = changes;
    }

    /// Its number; a later entry has a higher one.
    public long getId() {
        return id;
    }

    /// When the action happened.
    public Instant getAt() {
        return at;
    }

    /// Who acted: a user's name, or the text typed as a name at sign-in.
    public String getUser() {
        return user;
    }

    /// The action, in the log's English words.
    public String getAction() {
        return action;
    }

    /// The client's address; empty when the server acted by itself.
    public String getAddress() {
        return address;
    }

    /// The changes, one object a line with its values before and after; empty when nothing changed.
    public List<String> getChanges() {
        return changes.lines().toList();
    }
}
