package org.danegate.config;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.rows.OwnKeyRow;

/// A committed policy, which never changes afterwards.
@Entity
@Table(name = "policy_revision")
public class PolicyRevision extends OwnKeyRow<Long> {

    @Id
    private long number;

    @Column(name = "committed_at", nullable = false)
    private Instant committedAt = Instant.EPOCH;

    @Column(name = "committed_by", nullable = false)
    private String committedBy = "";

    @Column(nullable = false)
    private String comment = "";

    @Column(nullable = false)
    private String document = "";

    @Column(nullable = false)
    private String changes = "";

    /// For JPA.
    protected PolicyRevision() {}

    PolicyRevision(long number, Instant at, String by, String comment, String document, String changes) {
        this.number = number;
        this.committedAt = at;
        this.committedBy = by;
        this.comment = comment;
        this.document = document;
        this.changes = changes;
    }

    /// 1 for the first commit.
    public long number() {
        return number;
    }

    /// When it was committed.
    public Instant committedAt() {
        return committedAt;
    }

    /// Who committed it.
    public String committedBy() {
        return committedBy;
    }

    /// The administrator's comment, may be empty.
    public String comment() {
        return comment;
    }

    /// The whole policy as a policy file.
    public String document() {
        return document;
    }

    /// The policy it put in force.
    public Policy policy() {
        return PolicyFile.readUnchecked(document);
    }

    /// The changes since the previous revision, one a line.
    public String changes() {
        return changes;
    }

    @Override
    public Long getId() {
        return number;
    }
}
