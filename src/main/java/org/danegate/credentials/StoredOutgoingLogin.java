package org.danegate.credentials;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.danegate.rows.OwnKeyRow;
import org.danegate.sasl.Login;
import org.danegate.seal.Seal;

/// A row of the table of profiles. It stays within this room, because it holds the password.
@Entity
@Table(name = "outgoing_login")
class StoredOutgoingLogin extends OwnKeyRow<String> {

    @Id
    @Column(length = 64)
    private String name = "";

    @Column(name = "user_name", nullable = false)
    private String userName = "";

    @Column(nullable = false, length = 2000)
    private String password = "";

    @Column(name = "server_key", nullable = false, length = 64)
    private String serverKey = "";

    @Column(name = "changed_at", nullable = false)
    private Instant changedAt = Instant.EPOCH;

    /// For JPA.
    protected StoredOutgoingLogin() {}

    StoredOutgoingLogin(String name) {
        this.name = name;
    }

    @Override
    public String getId() {
        return name;
    }

    void take(String user, String key, Instant now) {
        userName = user;
        serverKey = key;
        changedAt = now;
    }

    void take(String text, Seal seal) {
        password = seal.close(purpose(), text);
    }

    Login login(Seal seal) {
        return new Login(userName, seal.open(purpose(), password));
    }

    private String purpose() {
        return "outgoing login " + name;
    }

    OutgoingProfile profile() {
        return new OutgoingProfile(name, userName, serverKey, changedAt);
    }
}
