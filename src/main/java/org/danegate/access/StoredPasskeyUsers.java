package org.danegate.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;

/// Our rows of user handles as Spring Security's checks read and write them.
final class StoredPasskeyUsers implements PublicKeyCredentialUserEntityRepository {

    private final PasskeyUserRows rows;

    StoredPasskeyUsers(PasskeyUserRows rows) {
        this.rows = rows;
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findById(Bytes handle) {
        return entity(rows.findByHandle(handle.toBase64UrlString()));
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findByUsername(String user) {
        return entity(rows.findById(user));
    }

    @Override
    public void save(PublicKeyCredentialUserEntity user) {
        rows.saveAndFlush(new PasskeyUser(user.getName(), user.getId()));
    }

    @Override
    public void delete(Bytes handle) {
        rows.findByHandle(handle.toBase64UrlString()).ifPresent(rows::delete);
    }

    private static @Nullable PublicKeyCredentialUserEntity entity(Optional<PasskeyUser> row) {
        return row.map(PasskeyUser::entity).orElse(null);
    }
}
