package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A bearer token for scripts. It acts with a role of its own, which never exceeds its user's role, within its scopes
/// and until its end. Only its SHA-256 is kept, because 256 random bits need no slow hash.
@Entity
@Table(name = "api_token")
public class ApiToken extends UserCredential {

    @Column(name = "token_hash", nullable = false, length = 64, unique = true)
    private String tokenHash = "";

    @Enumerated(EnumType.STRING)
    @Column(length = 32)
    private @Nullable Role role;

    @Column(length = 300)
    private @Nullable String scopes;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "last_used")
    private @Nullable Instant lastUsed;

    @Column(name = "end_announced", nullable = false)
    private boolean endAnnounced;

    /// For JPA.
    protected ApiToken() {}

    /// @param expiresAt null for never
    ApiToken(String userName, NewToken token, String tokenHash, Instant createdAt, @Nullable Instant expiresAt) {
        super(userName, token.label(), createdAt);
        this.role = token.role();
        this.scopes = TokenScope.text(token.scopes());
        this.expiresAt = expiresAt;
        this.tokenHash = tokenHash;
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
}
