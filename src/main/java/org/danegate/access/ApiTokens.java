package org.danegate.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.transaction.annotation.Transactional;

/// Makes, lists, checks and deletes bearer tokens.
public class ApiTokens {

    /// Longest label, in characters.
    public static final int LONGEST_LABEL = 100;

    private static final Duration TO_THE_MINUTE = Duration.ofMinutes(1);

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
    @Transactional
    public String create(String userName, NewToken token, String actor) {
        String text = TokenText.random(random);
        Instant now = clock.instant();
        Period life = token.life();
        Instant end = life == null ? null : now.plus(life);
        rows.save(new ApiToken(userName, token, RandomText.hash(text), now, end));
        audit.record(
                actor,
                "created API token \"" + token.label() + "\" of user " + userName + " as "
                        + token.role().label() + " for " + TokenScope.text(token.scopes())
                        + (end == null ? ", without an end" : ", until " + end.truncatedTo(ChronoUnit.SECONDS)));
        return text;
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

    /// What is known of a token's text.
    public sealed interface Checked {}

    /// The user and role that a token acts with, and what it is for.
    ///
    /// @param user name of its user
    /// @param role its effective role
    /// @param scopes what it is for
    public record Bearer(String user, Role role, Set<TokenScope> scopes) implements Checked {}

    /// No token of a user who may act.
    public record Unknown() implements Checked {}

    /// A token whose time is over.
    public record Expired() implements Checked {}

    /// Who a token acts as, now.
    @Transactional
    public Checked check(String token) {
        return TokenText.isOne(token)
                ? rows.findByTokenHash(RandomText.hash(token)).map(this::check).orElseGet(Unknown::new)
                : new Unknown();
    }

    private Checked check(ApiToken row) {
        Instant now = clock.instant();
        Optional<UserAccount> user = users.findById(row.getUserName()).filter(UserAccount::mayAct);
        if (user.isEmpty()) {
            return new Unknown();
        }
        if (row.isOver(now)) {
            return new Expired();
        }
        Instant used = row.getLastUsed();
        if (used == null || used.plus(TO_THE_MINUTE).isBefore(now)) {
            row.setLastUsed(now);
        }
        return new Bearer(user.get().getName(), row.within(user.get().getRole()), row.scopes());
    }

    /// Tokens that end within the time and whose end was not announced before.
    @Transactional
    public List<ApiToken> announceEnds(Period within) {
        List<ApiToken> ending =
                rows.findByEndAnnouncedFalseAndExpiresAtLessThan(clock.instant().plus(within));
        ending.forEach(ApiToken::announceEnd);
        return ending;
    }
}
