package org.danegate.access;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What Danegate makes of a sign-in at an identity provider: the settings `danegate.oidc.*`.
///
/// @param roleClaim claim with the values that give roles; a name, or a path with dots such as `realm_access.roles`
/// @param roles values of the claim, by role
/// @param only whether passwords sign in nobody but the rescue account
/// @param rescueAccount local user whose password works in any case; empty for none
/// @param secondFactorValues values of the claims `amr` and `acr` that tell of a second factor
/// @param secondFactorExempt whether users of the provider need not show a second factor
/// @param acrValues values sent to the provider as `acr_values`; empty for none
@ConfigurationProperties("danegate.oidc")
record ProviderSettings(
        @DefaultValue("roles") String roleClaim,
        @DefaultValue Roles roles,
        @DefaultValue("false") boolean only,
        @DefaultValue(FirstAdministrator.NAME) String rescueAccount,
        @DefaultValue("mfa") List<String> secondFactorValues,
        @DefaultValue("false") boolean secondFactorExempt,
        @DefaultValue("") String acrValues) {

    /// @param administrator values that make an Administrator
    /// @param operator values that make an Operator
    /// @param readOnlyOperator values that make a Read-Only Operator
    /// @param helpDesk values that make a Help Desk user
    record Roles(
            @DefaultValue Set<String> administrator,
            @DefaultValue Set<String> operator,
            @DefaultValue Set<String> readOnlyOperator,
            @DefaultValue Set<String> helpDesk) {}

    /// The claim and its values, as a rule.
    RoleClaim claim() {
        Map<Role, Set<String>> values = new EnumMap<>(Role.class);
        values.put(Role.ADMINISTRATOR, roles.administrator());
        values.put(Role.OPERATOR, roles.operator());
        values.put(Role.READ_ONLY_OPERATOR, roles.readOnlyOperator());
        values.put(Role.HELP_DESK, roles.helpDesk());
        return new RoleClaim(roleClaim.strip(), values);
    }
}
