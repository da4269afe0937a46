package org.danegate.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/// The rows of API tokens.
interface ApiTokenRows extends JpaRepository<ApiToken, UUID> {

    List<ApiToken> findAllByOrderByCreatedAt();

    /// Tokens that end by then, without a warning so far.
    List<ApiToken> findByEndAnnouncedFalseAndExpiresAtLessThan(Instant then);

    Optional<ApiToken> findByTokenHash(String tokenHash);
}
