package org.danegate.tagging;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HexFormat;
import org.danegate.rows.OwnKeyRow;
import org.danegate.seal.Seal;
import org.jspecify.annotations.Nullable;

/// A row of the key table. It stays within this room, because it holds the secret.
@Entity
@Table(name = "bounce_verification_key")
class StoredKey extends OwnKeyRow<Integer> {

    @Id
    @Column(name = "key_number")
    private Integer number = 0;

    @Column(nullable = false)
    private String secret = "";

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "created_by", nullable = false, length = 64)
    private String createdBy = "";

    @Column(name = "retired_at")
    private @Nullable Instant retiredAt;

    /// For JPA.
    protected StoredKey() {}

    StoredKey(int number, byte[] secret, Seal seal, Instant createdAt, String createdBy) {
        this.number = number;
        this.secret = seal.close(purpose(), HexFormat.of().formatHex(secret));
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    @Override
    public Integer getId() {
        return number;
    }

    boolean signs() {
        return retiredAt == null;
    }

    void retire(Instant now) {
        retiredAt = now;
    }

    TagKey key(Seal seal) {
        return TagKey.of(number, HexFormat.of().parseHex(seal.open(purpose(), secret)));
    }

    /// Seals a secret stored in clear text, from before the sealing key existed; false when it is sealed already.
    boolean seal(Seal seal) {
        if (Seal.isSealed(secret)) {
            return false;
        }
        secret = seal.close(purpose(), secret);
        return true;
    }

    private String purpose() {
        return "bounce verification key " + number;
    }

    KeyStatus status() {
        return new KeyStatus(number, createdAt, createdBy, retiredAt);
    }
}
