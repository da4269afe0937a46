package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/// One thing an administrator did, as the audit log keeps it. Never changed once written.
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

    /// When it was done.
    public Instant getAt() {
        return at;
    }

    /// Who did it: a user's name, or what somebody typed as one at sign-in.
    public String getUser() {
        return user;
    }

    /// What was done, in the log's English words.
    public String getAction() {
        return action;
    }

    /// The address of the client that did it; empty where the server acted by itself.
    public String getAddress() {
        return address;
    }

    /// What is otherwise by it, an object a line with its values before and after; empty where nothing is.
    public List<String> getChanges() {
        return changes.lines().toList();
    }
}
