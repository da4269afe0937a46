package org.danegate.config;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/// A section of the working copy, other than the destination entries, as a piece of the policy file.
@Entity
@Table(name = "working_section")
class WorkingSection implements Persistable<String> {

    @Id
    @Column(length = 40)
    private String name = "";

    @Column(nullable = false)
    private String document = "";

    @Column(name = "changed_by", nullable = false)
    private String changedBy = "";

    @Version
    private @Nullable Long version;

    /// For JPA.
    protected WorkingSection() {}

    WorkingSection(String name, String document, String user) {
        this.name = name;
        this.document = document;
        this.changedBy = user;
    }

    void take(String text, String user) {
        document = text;
        changedBy = user;
    }

    String name() {
        return name;
    }

    String document() {
        return document;
    }

    String changedBy() {
        return changedBy;
    }

    long version() {
        return version == null ? 0 : version;
    }

    @Override
    public String getId() {
        return name;
    }

    @Override
    public boolean isNew() {
        return version == null;
    }
}
