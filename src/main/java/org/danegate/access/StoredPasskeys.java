package org.danegate.access;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;

/// Our rows as Spring Security's checks read and write them, for one name of the console. A passkey of another name is
/// not found.
final class StoredPasskeys implements UserCredentialRepository {

    private final PasskeyRows rows;
    private final PasskeyUserRows users;
    private final String rpId;
    private final InstantSource clock;

    StoredPasskeys(PasskeyRows rows, PasskeyUserRows users, String rpId, InstantSource clock) {
        this.rows = rows;
        this.users = users;
        this.rpId = rpId;
        this.clock = clock;
    }

    @Override
    public void delete(Bytes credentialId) {
        find(credentialId).ifPresent(rows::delete);
    }

    @Override
    public void save(CredentialRecord record) {
        Optional<Passkey> known =
                rows.findByCredentialId(record.getCredentialId().toBase64UrlString());
        if (known.isPresent()) {
            known.get().used(record.getSignatureCount(), clock.instant());
        } else {
            String user = users.findByHandle(record.getUserEntityUserId().toBase64UrlString())
                    .map(PasskeyUser::getUserName)
                    .orElseThrow(() -> new IllegalArgumentException("a passkey of nobody"));
            rows.saveAndFlush(new Passkey(user, rpId, record, clock.instant()));
        }
    }

    @Override
    public @Nullable CredentialRecord findByCredentialId(Bytes credentialId) {
        return find(credentialId).flatMap(this::record).orElse(null);
    }

    @Override
    public List<CredentialRecord> findByUserId(Bytes handle) {
        return users.findByHandle(handle.toBase64UrlString())
                .map(user -> rows.findByUserNameOrderByCreatedAt(user.getUserName()).stream()
                        .filter(row -> row.getRpId().equals(rpId))
                        .map(row -> row.record(handle))
                        .toList())
                .orElse(List.of());
    }

    private Optional<Passkey> find(Bytes credentialId) {
        return rows.findByCredentialId(credentialId.toBase64UrlString())
                .filter(row -> row.getRpId().equals(rpId));
    }

    private Optional<CredentialRecord> record(Passkey row) {
        return users.findById(row.getUserName()).map(user -> row.record(user.getHandle()));
    }
}
