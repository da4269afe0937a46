package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;
import org.danegate.rows.OwnKeyRow;

/// What a user, or a script of the user, signs in with besides the password. A user may have several of each kind, and
/// tells them apart by their names.
@MappedSuperclass
public abstract class UserCredential extends OwnKeyRow<UUID> {

    @Id
    private UUID id = new UUID(0, 0);

    @Column(name = "user_name", nullable = false, length = 64)
    private String userName = "";

    @Column(nullable = false, length = 100)
    private String label = "";

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    /// For JPA.
    protected UserCredential() {}

    /// @param label what it is called, 1 to 100 characters
    UserCredential(String userName, String label, Instant createdAt) {
        this.id = UUID.randomUUID();
        this.userName = userName;
        this.label = label;
        this.createdAt = createdAt;
    }

    @Override
    public UUID getId() {
        return id;
    }

    /// Its user, who is signed in by it; it never may do more than this user.
    public String getUserName() {
        return userName;
    }

    /// What it is called or for, in its user's words.
    public String getLabel() {
        return label;
    }

    /// When it was made or added.
    public Instant getCreatedAt() {
        return createdAt;
    }
}
