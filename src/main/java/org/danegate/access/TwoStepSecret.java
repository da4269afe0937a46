package org.danegate.access;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// The data that checks a user's second step: the secret shared with the app, and hashes of the unused recovery codes.
@Entity
@Table(name = "two_step")
class TwoStepSecret {

    @Id
    @Column(name = "user_name", length = 64)
    private String userName = "";

    @Column(nullable = false)
    private String secret = "";

    @Column(name = "last_step", nullable = false)
    private long lastStep;

    @Column(nullable = false)
    private Instant since = Instant.EPOCH;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "recovery_code", joinColumns = @JoinColumn(name = "user_name"))
    @Column(name = "code_hash", nullable = false, length = 64)
    private Set<String> recoveryHashes = new HashSet<>();

    /// For JPA.
    protected TwoStepSecret() {}

    TwoStepSecret(String userName, String secret, long lastStep, Instant since, Set<String> recoveryHashes) {
        this.userName = userName;
        this.secret = secret;
        this.lastStep = lastStep;
        this.since = since;
        this.recoveryHashes = new HashSet<>(recoveryHashes);
    }

    String getUserName() {
        return userName;
    }

    /// The secret, sealed.
    String getSecret() {
        return secret;
    }

    void setSecret(String sealed) {
        this.secret = sealed;
    }

    /// Step of the code that was accepted last.
    long getLastStep() {
        return lastStep;
    }

    void setLastStep(long lastStep) {
        this.lastStep = lastStep;
    }

    /// When the second step was turned on.
    Instant getSince() {
        return since;
    }

    /// Recovery codes not used yet.
    int recoveryCodesLeft() {
        return recoveryHashes.size();
    }

    /// Uses up a recovery code; false when it is not one of the unused ones.
    boolean useRecoveryCode(String hash) {
        return recoveryHashes.remove(hash);
    }
}
