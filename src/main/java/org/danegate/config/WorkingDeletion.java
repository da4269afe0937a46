package org.danegate.config;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.danegate.rows.OwnKeyRow;

/// Records who deleted a destination entry that the policy in force still has; the next commit removes the record.
@Entity
@Table(name = "working_deletion")
class WorkingDeletion extends OwnKeyRow<String> {

    @Id
    private String domain = "";

    @Column(name = "deleted_by", nullable = false)
    private String deletedBy = "";

    /// For JPA.
    protected WorkingDeletion() {}

    WorkingDeletion(String domain, String user) {
        this.domain = domain;
        this.deletedBy = user;
    }

    String domain() {
        return domain;
    }

    String deletedBy() {
        return deletedBy;
    }

    @Override
    public String getId() {
        return domain;
    }
}
