package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/// A public key that signs its user in over SSH.
@Entity
@Table(name = "ssh_key")
public class SshKey extends UserCredential {

    @Column(name = "key_text", nullable = false, length = 4000)
    private String keyText = "";

    @Column(nullable = false, length = 64)
    private String fingerprint = "";

    /// For JPA.
    protected SshKey() {}

    SshKey(String userName, String label, SshPublicKey key, Instant createdAt) {
        super(userName, label, createdAt);
        this.keyText = key.text();
        this.fingerprint = key.fingerprint();
    }

    /// Type and key as in a `.pub` file, without a comment.
    public String getKeyText() {
        return keyText;
    }

    /// `SHA256:…`, as `ssh-keygen -l` shows it.
    public String getFingerprint() {
        return fingerprint;
    }
}
