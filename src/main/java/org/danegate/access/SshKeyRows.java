package org.danegate.access;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/// The rows of public keys.
interface SshKeyRows extends JpaRepository<SshKey, UUID> {

    List<SshKey> findByUserNameOrderByCreatedAt(String userName);

    Optional<SshKey> findByUserNameAndFingerprint(String userName, String fingerprint);
}
