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
import org.springframework.data.domain.Persistable;

/// A user who may sign in. Only the hash of the password is kept.
@Entity
@Table(name = "console_user")
public class UserAccount implements Persistable<String> {

    @Id
    @Column(length = 64)
    private String name = "";

    @Column(name = "password_hash", nullable = false)
    private String passwordHash = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 32)
    private Role role = Role.READ_ONLY_OPERATOR;

    @Column(nullable = false)
    private boolean enabled;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "password_given", nullable = false)
    private boolean passwordGiven;

    @Transient
    private boolean stored;

    /// For JPA.
    protected UserAccount() {}

    /// A new, enabled account.
    UserAccount(String name, String passwordHash, Role role, Instant createdAt) {
        this.name = name;
        this.passwordHash = passwordHash;
        this.role = role;
        this.createdAt = createdAt;
        this.enabled = true;
    }

    /// Name to sign in with; lower case.
    public String getName() {
        return name;
    }

    /// Hash, prefixed by its algorithm's id.
    String getPasswordHash() {
        return passwordHash;
    }

    /// What the user may do.
    public Role getRole() {
        return role;
    }

    /// False for a user who is kept but may not sign in.
    public boolean isEnabled() {
        return enabled;
    }

    /// When the account was made.
    public Instant getCreatedAt() {
        return createdAt;
    }

    /// Whether somebody else chose the password and the user must choose another one at the next sign-in.
    public boolean isPasswordGiven() {
        return passwordGiven;
    }

    void setPassword(String hash, boolean given) {
        this.passwordHash = hash;
        this.passwordGiven = given;
    }

    void setRole(Role role) {
        this.role = role;
    }

    void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public String getId() {
        return name;
    }

    /// True until stored: this forces an insert, so that a name taken meanwhile is an error and never overwritten.
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
