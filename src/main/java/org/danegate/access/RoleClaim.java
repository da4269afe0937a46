package org.danegate.access;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rule that turns what an identity provider says about a user into a role. Values are compared exactly; the
/// highest role that a value gives wins, and without such a value there is no role.
///
/// @param name a claim, or a path with dots to one inside another
/// @param values values that give each role
record RoleClaim(String name, Map<Role, Set<String>> values) {

    /// @param role what the user may do
    /// @param value the value of the claim that gave it
    record Given(Role role, String value) implements Serializable {}

    /// The role that the claims give.
    Optional<Given> roleOf(Map<String, Object> claims) {
        List<String> said = texts(find(claims));
        return Arrays.stream(Role.values())
                .flatMap(role -> said.stream()
                        .filter(value -> values.getOrDefault(role, Set.of()).contains(value))
                        .map(value -> new Given(role, value)))
                .findFirst();
    }

    /// Whether no value gives any role.
    boolean givesNothing() {
        return values.values().stream().allMatch(Set::isEmpty);
    }

    /// The claim of that whole name, which may contain dots, otherwise the one at the end of the path.
    private @Nullable Object find(Map<String, Object> claims) {
        Object found = claims.get(name);
        if (found != null) {
            return found;
        }
        found = claims;
        for (String part : name.split("\\.", -1)) {
            found = found instanceof Map<?, ?> inner ? inner.get(part) : null;
        }
        return found;
    }

    /// The texts of a claim: one, or a list of them.
    static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case null -> List.of();
            case Collection<?> list ->
                list.stream().filter(Objects::nonNull).map(Object::toString).toList();
            default -> List.of(claim.toString());
        };
    }
}
