package org.danegate.access;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/// The rows of passkeys.
interface PasskeyRows extends JpaRepository<Passkey, UUID> {

    List<Passkey> findByUserNameOrderByCreatedAt(String userName);

    Optional<Passkey> findByCredentialId(String credentialId);

    boolean existsByRpId(String rpId);

    boolean existsByUserName(String userName);

    /// The user of each passkey.
    @Query("select p.userName from Passkey p")
    List<String> userNames();
}
