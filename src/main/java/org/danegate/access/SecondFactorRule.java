package org.danegate.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who must show a second factor at sign-in.
///
/// @param roles roles that must; empty when it is each user's own choice
/// @param values values of `amr` (RFC 8176) or `acr` by which an identity provider tells of a second factor
/// @param providersExempt whether users of an identity provider need not show one
public record SecondFactorRule(Set<Role> roles, Set<String> values, boolean providersExempt) {

    /// The rule's setting.
    static final String SETTING = "danegate.console.second-factor-roles";

    /// The rule of the settings.
    ///
    /// @param roles names of roles in any case, words joined by hyphens or underscores
    /// @throws IllegalArgumentException for a name that is no role
    static SecondFactorRule of(Set<String> roles, ProviderSettings settings) {
        return new SecondFactorRule(
                roles.stream().map(SecondFactorRule::role).collect(Collectors.toUnmodifiableSet()),
                Set.copyOf(settings.secondFactorValues()),
                settings.secondFactorExempt());
    }

    private static Role role(String name) {
        String constant = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equals(constant))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(SETTING + ": \"" + name + "\" is no role. The roles are "
                                + "administrator, operator, read-only-operator and help-desk."));
    }

    /// Whether users of the role must.
    public boolean demandedOf(Role role) {
        return roles.contains(role);
    }

    /// Whether the claims of an identity provider are enough for the role.
    boolean isShown(Role role, Map<String, Object> claims) {
        return !demandedOf(role)
                || providersExempt
                || Stream.of("amr", "acr")
                        .flatMap(name -> RoleClaim.texts(claims.get(name)).stream())
                        .anyMatch(values::contains);
    }
}
