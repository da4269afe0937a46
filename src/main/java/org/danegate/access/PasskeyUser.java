package org.danegate.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import org.springframework.data.domain.Persistable;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;

/// The random identifier by which a user's devices know the user (W3C Web Authentication, "user handle"). It says
/// nothing about the user, and a user who is deleted and added again gets another one.
@Entity
@Table(name = "passkey_user")
class PasskeyUser implements Persistable<String> {

    @Id
    @Column(name = "user_name", length = 64)
    private String userName = "";

    @Column(nullable = false, length = 100)
    private String handle = "";

    @Transient
    private boolean stored;

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
