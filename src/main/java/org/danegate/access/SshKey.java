package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/// A public key that signs its user in over SSH.
@Entity
@Table(name = "ssh_key")
public class SshKey implements Persistable<UUID> {

    @Id
    private UUID id = new UUID(0, 0);

    @Column(name = "user_name", nullable = false, length = 64)
    private String userName = "";

    @Column(nullable = false, length = 100)
    private String label = "";

    @Column(name = "key_text", nullable = false, length = 4000)
    private String keyText = "";

    @Column(nullable = false, length = 64)
    private String fingerprint = "";

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    @Transient
    private boolean stored;

    /// For JPA.
    protected SshKey() {}

    SshKey(UUID id, String userName, String label, SshPublicKey key, Instant createdAt) {
        this.id = id;
        this.userName = userName;
        this.label = label;
        this.keyText = key.text();
        this.fingerprint = key.fingerprint();
        this.createdAt = createdAt;
    }

    @Override
    public UUID getId() {
        return id;
    }

    /// The user it signs in.
    public String getUserName() {
        return userName;
    }

    /// What it is for, in its user's words.
    public String getLabel() {
        return label;
    }

    /// Type and key as in a `.pub` file, without a comment.
    public String getKeyText() {
        return keyText;
    }

    /// `SHA256:…`, as `ssh-keygen -l` shows it.
    public String getFingerprint() {
        return fingerprint;
    }

    /// When it was added.
    public Instant getCreatedAt() {
        return createdAt;
    }

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
