package org.danegate.access;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/// Turns a user of an identity provider into a user of the console, with the role that the provider's claims give at
/// this sign-in.
final class ProviderUsers implements OAuth2UserService<OidcUserRequest, OidcUser> {

    private final OAuth2UserService<OidcUserRequest, OidcUser> claims;
    private final RoleClaim rule;
    private final SecondFactorRule secondFactor;
    private final ProviderAccounts accounts;

    /// @param claims asks the provider for what it says about the user
    ProviderUsers(
            OAuth2UserService<OidcUserRequest, OidcUser> claims,
            RoleClaim rule,
            SecondFactorRule secondFactor,
            ProviderAccounts accounts) {
        this.claims = claims;
        this.rule = rule;
        this.secondFactor = secondFactor;
        this.accounts = accounts;
    }

    /// Refused by us, not by the provider.
    static final class Refused extends OAuth2AuthenticationException {

        private static final long serialVersionUID = 1L;

        private final ProviderRefusal why;
        private final String who;

        Refused(ProviderRefusal why, String who) {
            super(new OAuth2Error("access_denied"), why.name());
            this.why = why;
            this.who = who;
        }

        ProviderRefusal why() {
            return why;
        }

        /// The user, as the audit log names a person who may have no account here.
        String who() {
            return who;
        }
    }

    /// @throws Refused when the user gets no role, is disabled here or shows no second factor
    @Override
    public OidcUser loadUser(OidcUserRequest request) throws OAuth2AuthenticationException {
        OidcUser user = Objects.requireNonNull(claims.loadUser(request), "user of the provider");
        Map<String, Object> said = user.getClaims();
        // The ID token's issuer is checked before; its subject is checked against that of the user info.
        ProviderAccounts.Identity identity = new ProviderAccounts.Identity(
                String.valueOf(user.getIdToken().getIssuer()),
                Objects.requireNonNull(user.getIdToken().getSubject(), "sub, which is checked before"),
                called(user));
        String shown = ProviderAccounts.nameOf(identity);
        Optional<RoleClaim.Given> given = rule.roleOf(said);
        if (given.isEmpty()) {
            throw new Refused(
                    ProviderRefusal.NO_ROLE, accounts.roleIsGone(identity).orElse(shown));
        }
        if (!secondFactor.isShown(given.get().role(), said)) {
            throw new Refused(ProviderRefusal.SECOND_FACTOR, shown);
        }
        return accounts.signIn(identity, given.get().role())
                .map(account -> new ProviderUser(account.getName(), given.get(), user.getIdToken()))
                .orElseThrow(() -> new Refused(ProviderRefusal.DISABLED, shown));
    }

    private static @Nullable String called(OidcUser user) {
        return Stream.of("preferred_username", "email", "name")
                .map(user::getClaimAsString)
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .orElse(null);
    }
}
