package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/// A bearer token for scripts. It acts with a role of its own, which never exceeds its user's role. Only its SHA-256 is
/// kept, because 256 random bits need no slow hash.
@Entity
@Table(name = "api_token")
public class ApiToken implements Persistable<UUID> {

    @Id
    private UUID id = new UUID(0, 0);

    @Column(name = "user_name", nullable = false, length = 64)
    private String userName = "";

    @Column(nullable = false, length = 100)
    private String label = "";

    @Column(name = "token_hash", nullable = false, length = 64, unique = true)
    private String tokenHash = "";

    @Enumerated(EnumType.STRING)
    @Column(length = 32)
    private @Nullable Role role;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    @Transient
    private boolean stored;

    /// For JPA.
    protected ApiToken() {}

    ApiToken(UUID id, String userName, String label, Role role, String tokenHash, Instant createdAt) {
        this.role = role;
        this.id = id;
        this.userName = userName;
        this.label = label;
        this.tokenHash = tokenHash;
        this.createdAt = createdAt;
    }

    @Override
    public UUID getId() {
        return id;
    }

    /// The user of the token; it never may do more than this user.
    public String getUserName() {
        return userName;
    }

    /// The role that limits the token; null when it has its user's full role.
    public @Nullable Role getRole() {
        return role;
    }

    /// The token's effective role: its own role, or its user's when that is lower.
    ///
    /// @param users role of the user it belongs to
    Role within(Role users) {
        return role == null || users.compareTo(role) > 0 ? users : role;
    }

    /// Its purpose, in its maker's words.
    public String getLabel() {
        return label;
    }

    /// When it was made.
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
