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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/// A bearer token for scripts. It acts with a role of its own, which never exceeds its user's role, within its scopes
/// and
/// until its end. Only its SHA-256 is kept, because 256 random bits need no slow hash.
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

    @Column(length = 300)
    private @Nullable String scopes;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "last_used")
    private @Nullable Instant lastUsed;

    @Column(name = "end_announced", nullable = false)
    private boolean endAnnounced;

    @Transient
    private boolean stored;

    /// For JPA.
    protected ApiToken() {}

    /// @param expiresAt null for never
    ApiToken(
            UUID id,
            String userName,
            NewToken token,
            String tokenHash,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        this.role = token.role();
        this.id = id;
        this.userName = userName;
        this.label = token.label();
        this.scopes = TokenScope.text(token.scopes());
        this.expiresAt = expiresAt;
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

    /// Names of its scopes, one blank between them; null for a token from before there were scopes, which has all.
    public @Nullable String getScopes() {
        return scopes;
    }

    /// What it is for.
    Set<TokenScope> scopes() {
        return scopes == null ? Set.of(TokenScope.ADMIN) : TokenScope.ofText(scopes);
    }

    /// When it stops working; null for never.
    public @Nullable Instant getExpiresAt() {
        return expiresAt;
    }

    /// Whether it has stopped working by then.
    public boolean isOver(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /// When it was used last, to the minute; null for never.
    public @Nullable Instant getLastUsed() {
        return lastUsed;
    }

    void setLastUsed(Instant lastUsed) {
        this.lastUsed = lastUsed;
    }

    void announceEnd() {
        this.endAnnounced = true;
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
