package org.danegate.rows;

import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;
import org.springframework.data.domain.Persistable;

/// A row whose key is chosen here and not by the database. Saving an object that was not read from there inserts it, so
/// that a key taken meanwhile is an error and never overwritten.
///
/// @param <K> type of the key
@MappedSuperclass
public abstract class OwnKeyRow<K> implements Persistable<K> {

    @Transient
    private boolean stored;

    /// For JPA.
    protected OwnKeyRow() {}

    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostLoad
    @PostPersist
    void markStored() {
        stored = true;
    }
}
