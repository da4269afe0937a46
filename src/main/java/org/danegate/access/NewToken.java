package org.danegate.access;

import java.time.Period;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an API token is made with.
///
/// @param label its purpose, 1 to 100 characters
/// @param role the highest role it may have; its user's role when that is lower
/// @param scopes what it is for, at least one
/// @param life how long it works; null for as long as nobody deletes it
public record NewToken(
        String label,
        Role role,
        Set<TokenScope> scopes,
        @Nullable Period life) {

    /// How many days a token works unless somebody chooses otherwise.
    public static final int USUAL_DAYS = 90;

    /// The same as a period.
    public static final Period USUAL_LIFE = Period.ofDays(USUAL_DAYS);
}
