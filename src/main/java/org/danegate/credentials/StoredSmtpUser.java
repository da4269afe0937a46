package org.danegate.credentials;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import org.danegate.rows.OwnKeyRow;
import org.danegate.sasl.ScramKeys;
import org.danegate.seal.Seal;
import org.jspecify.annotations.Nullable;

/// A row of the table of users. It stays within this room, because it holds the secret.
@Entity
@Table(name = "smtp_user")
class StoredSmtpUser extends OwnKeyRow<String> {

    private static final int PARTS = 4;

    @Id
    @Column(length = 64)
    private String name = "";

    @Column(nullable = false, length = 512)
    private String secret = "";

    @Column(name = "allowed_senders", nullable = false, length = SmtpUserRules.LONGEST_SENDERS)
    private String allowedSenders = "";

    @Column(name = "max_recipients_per_hour")
    private @Nullable Integer maxRecipientsPerHour;

    @Column(name = "expires_on")
    private @Nullable LocalDate expiresOn;

    @Column(nullable = false)
    private boolean enabled;

    @Column(name = "password_at", nullable = false)
    private Instant passwordAt = Instant.EPOCH;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    /// For JPA.
    protected StoredSmtpUser() {}

    StoredSmtpUser(String name, SmtpUser.Terms terms, Instant now) {
        this.name = name;
        this.createdAt = now;
        take(terms);
    }

    @Override
    public String getId() {
        return name;
    }

    final void take(SmtpUser.Terms terms) {
        allowedSenders = String.join("\n", terms.allowedSenders());
        maxRecipientsPerHour = terms.maxRecipientsPerHour();
        expiresOn = terms.expiresOn();
        enabled = terms.enabled();
    }

    void take(ScramKeys keys, Seal seal, Instant now) {
        Base64.Encoder base64 = Base64.getEncoder();
        secret = seal.close(
                purpose(),
                keys.iterations() + " " + base64.encodeToString(keys.salt()) + " "
                        + base64.encodeToString(keys.storedKey()) + " " + base64.encodeToString(keys.serverKey()));
        passwordAt = now;
    }

    ScramKeys keys(Seal seal) {
        String[] parts = seal.open(purpose(), secret).split(" ", PARTS);
        Base64.Decoder base64 = Base64.getDecoder();
        return new ScramKeys(
                base64.decode(parts[1]), Integer.parseInt(parts[0]), base64.decode(parts[2]), base64.decode(parts[3]));
    }

    private String purpose() {
        return "smtp user " + name;
    }

    SmtpUser user() {
        return new SmtpUser(
                name,
                new SmtpUser.Terms(allowedSenders.lines().toList(), maxRecipientsPerHour, expiresOn, enabled),
                passwordAt,
                createdAt);
    }
}
