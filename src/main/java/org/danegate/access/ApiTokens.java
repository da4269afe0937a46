package org.danegate.access;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.transaction.annotation.Transactional;

/// Makes, lists, checks and deletes bearer tokens.
public class ApiTokens {

    /// Longest label, in characters.
    public static final int LONGEST_LABEL = 100;

    private static final String PREFIX = "dgt_";
    private static final int RANDOM_BYTES = 32;

    private final ApiTokenRows rows;
    private final UserAccounts users;
    private final Audit audit;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    ApiTokens(ApiTokenRows rows, UserAccounts users, Audit audit, InstantSource clock) {
        this.rows = rows;
        this.users = users;
        this.audit = audit;
        this.clock = clock;
    }

    /// Makes a token that acts as the user. Its text is available only this once.
    ///
    /// @param label its purpose, 1 to 100 characters
    /// @param role the highest role it may have; its user's role when that is lower
    @Transactional
    public String create(String userName, String label, Role role, String actor) {
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        rows.save(new ApiToken(UUID.randomUUID(), userName, label, role, RandomText.hash(token), clock.instant()));
        audit.record(actor, "created API token \"" + label + "\" of user " + userName + " as " + role.label());
        return token;
    }

    /// All tokens, oldest first.
    @Transactional(readOnly = true)
    public List<ApiToken> all() {
        return rows.findAllByOrderByCreatedAt();
    }

    /// Deletes a token; it stops working at once. Does nothing when the token no longer exists.
    @Transactional
    public void delete(UUID id, String actor) {
        rows.findById(id).ifPresent(token -> {
            rows.delete(token);
            audit.record(actor, "deleted API token \"" + token.getLabel() + "\" of user " + token.getUserName());
        });
    }

    /// The user and role that a token acts with.
    ///
    /// @param user name of its user
    /// @param role its effective role
    public record Bearer(String user, Role role) {}

    /// The enabled user that the token acts as and its current role, or empty.
    @Transactional(readOnly = true)
    public Optional<Bearer> bearerOf(String token) {
        if (!token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return rows.findByTokenHash(RandomText.hash(token))
                .flatMap(row -> users.findById(row.getUserName())
                        .filter(UserAccount::isEnabled)
                        .map(user -> new Bearer(user.getName(), row.within(user.getRole()))));
    }
}
