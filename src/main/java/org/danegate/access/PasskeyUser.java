package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.danegate.rows.OwnKeyRow;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;

/// The random identifier by which a user's devices know the user (W3C Web Authentication, "user handle"). It says
/// nothing about the user, and a user who is deleted and added again gets another one.
@Entity
@Table(name = "passkey_user")
class PasskeyUser extends OwnKeyRow<String> {

    @Id
    @Column(name = "user_name", length = 64)
    private String userName = "";

    @Column(nullable = false, length = 100)
    private String handle = "";

    /// For JPA.
    protected PasskeyUser() {}

    PasskeyUser(String userName, Bytes handle) {
        this.userName = userName;
        this.handle = handle.toBase64UrlString();
    }

    String getUserName() {
        return userName;
    }

    Bytes getHandle() {
        return Bytes.fromBase64(handle);
    }

    /// As Spring Security's checks take it.
    PublicKeyCredentialUserEntity entity() {
        return ImmutablePublicKeyCredentialUserEntity.builder()
                .name(userName)
                .displayName(userName)
                .id(getHandle())
                .build();
    }

    @Override
    public String getId() {
        return userName;
    }
}
