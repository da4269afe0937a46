package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;

/// A passkey that signs its user in: the public half of a key pair whose private half never leaves the user's device or
/// password manager (W3C Web Authentication, section 4, "credential record").
@Entity
@Table(name = "passkey")
public class Passkey extends UserCredential {

    @Column(name = "rp_id", nullable = false, length = 253)
    private String rpId = "";

    @Column(name = "credential_id", nullable = false, length = 1400)
    private String credentialId = "";

    @Column(name = "public_key", nullable = false, length = 4000)
    private String publicKey = "";

    @Column(nullable = false, length = 8000)
    private String attestation = "";

    @Column(name = "sign_count", nullable = false)
    private long signCount;

    @Column(nullable = false, length = 200)
    private String transports = "";

    @Column(name = "backup_eligible", nullable = false)
    private boolean backupEligible;

    @Column(name = "backed_up", nullable = false)
    private boolean backedUp;

    @Column(name = "last_used")
    private @Nullable Instant lastUsed;

    /// For JPA.
    protected Passkey() {}

    /// A new passkey.
    ///
    /// @param rpId name that it is for
    /// @param record what the user's device made, checked
    Passkey(String userName, String rpId, CredentialRecord record, Instant createdAt) {
        super(userName, Objects.requireNonNullElse(record.getLabel(), ""), createdAt);
        this.rpId = rpId;
        this.credentialId = record.getCredentialId().toBase64UrlString();
        this.publicKey = new Bytes(record.getPublicKey().getBytes()).toBase64UrlString();
        this.attestation = Objects.requireNonNull(record.getAttestationObject()).toBase64UrlString();
        this.signCount = record.getSignatureCount();
        this.transports = record.getTransports().stream()
                .map(AuthenticatorTransport::getValue)
                .sorted()
                .collect(Collectors.joining(" "));
        this.backupEligible = record.isBackupEligible();
        this.backedUp = record.isBackupState();
    }

    /// As Spring Security's checks take it.
    ///
    /// @param handle the user's handle
    CredentialRecord record(Bytes handle) {
        ImmutableCredentialRecord.ImmutableCredentialRecordBuilder record = ImmutableCredentialRecord.builder()
                .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
                .credentialId(Bytes.fromBase64(credentialId))
                .userEntityUserId(handle)
                .publicKey(ImmutablePublicKeyCose.fromBase64(publicKey))
                .attestationObject(Bytes.fromBase64(attestation))
                .signatureCount(signCount)
                .uvInitialized(true)
                .transports(Arrays.stream(transports.split(" "))
                        .filter(word -> !word.isEmpty())
                        .map(AuthenticatorTransport::valueOf)
                        .collect(Collectors.toSet()))
                .backupEligible(backupEligible)
                .backupState(backedUp)
                .created(getCreatedAt())
                .label(getLabel());
        return record.lastUsed(lastUsed == null ? getCreatedAt() : lastUsed).build();
    }

    /// Keeps that it was used.
    ///
    /// @param count the device's count of signatures; 0 for a device that does not count
    void used(long count, Instant at) {
        this.signCount = count;
        this.lastUsed = at;
    }

    /// The host name of the console under which it works.
    public String getRpId() {
        return rpId;
    }

    /// When it signed its user in last; null for never.
    public @Nullable Instant getLastUsed() {
        return lastUsed;
    }
}
