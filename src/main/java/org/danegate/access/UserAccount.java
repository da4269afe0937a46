package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.danegate.rows.OwnKeyRow;
import org.jspecify.annotations.Nullable;

/// A user who may sign in. Only the hash of the password is kept; a user of an identity provider has none, and is known
/// by the provider's issuer and subject.
@Entity
@Table(name = "console_user")
public class UserAccount extends OwnKeyRow<String> {

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

    @Column(length = 500)
    private @Nullable String issuer;

    @Column
    private @Nullable String subject;

    @Column(name = "without_role", nullable = false)
    private boolean withoutRole;

    @Column(name = "last_sign_in")
    private @Nullable Instant lastSignIn;

    @Column(name = "last_address", nullable = false, length = 45)
    private String lastAddress = "";

    @Column(name = "last_passkey", nullable = false)
    private boolean lastByPasskey;

    @Column(name = "failed_sign_ins", nullable = false)
    private int failedSignIns;

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

    /// A new, enabled account of a user whom an identity provider signs in.
    ///
    /// @param issuer the provider's issuer identifier
    /// @param subject the user's identifier there, which never becomes another user's
    static UserAccount atProvider(String name, String issuer, String subject, Role role, Instant createdAt) {
        UserAccount account = new UserAccount(name, "", role, createdAt);
        account.issuer = issuer;
        account.subject = subject;
        return account;
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

    /// Whether an API token may act as the user: enabled, and with a role at the identity provider.
    boolean mayAct() {
        return enabled && !withoutRole;
    }

    /// Whether the user signs in with a password; false for a user of an identity provider.
    public boolean hasPassword() {
        return !passwordHash.isEmpty();
    }

    /// The identity provider that signs the user in; null for a local user.
    public @Nullable String getIssuer() {
        return issuer;
    }

    /// The user's identifier at the identity provider; null for a local user.
    public @Nullable String getSubject() {
        return subject;
    }

    /// Whether the identity provider gave no role at the last sign-in.
    public boolean isWithoutRole() {
        return withoutRole;
    }

    void setWithoutRole(boolean withoutRole) {
        this.withoutRole = withoutRole;
    }

    /// When the user signed in last; null for never.
    public @Nullable Instant getLastSignIn() {
        return lastSignIn;
    }

    /// From where the user signed in last; empty for never.
    public String getLastAddress() {
        return lastAddress;
    }

    /// Whether the user signed in last with a passkey.
    public boolean isLastByPasskey() {
        return lastByPasskey;
    }

    /// Attempts that failed since the last sign-in.
    public int getFailedSignIns() {
        return failedSignIns;
    }

    void signedIn(Instant at, String address, boolean passkey) {
        this.lastSignIn = at;
        this.lastAddress = address;
        this.lastByPasskey = passkey;
        this.failedSignIns = 0;
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
}
