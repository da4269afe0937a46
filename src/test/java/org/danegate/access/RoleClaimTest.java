package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;

/// What an identity provider's claims give, and settings with which nothing could be right.
class RoleClaimTest {

    private static final Map<Role, Set<String>> VALUES =
            Map.of(Role.ADMINISTRATOR, Set.of("admins"), Role.HELP_DESK, Set.of("desk", "phones"));

    @Test
    void the_highest_role_wins_and_values_are_compared_exactly() {
        RoleClaim claim = new RoleClaim("roles", VALUES);
        assertThat(claim.roleOf(Map.of("roles", List.of("desk", "admins"))))
                .hasValue(new RoleClaim.Given(Role.ADMINISTRATOR, "admins"));
        assertThat(claim.roleOf(Map.of("roles", "phones"))).hasValue(new RoleClaim.Given(Role.HELP_DESK, "phones"));
        for (Object nothing : List.of("Admins", "admins ", List.of(), 7, Map.of("admins", true))) {
            assertThat(claim.roleOf(Map.of("roles", nothing))).as("%s", nothing).isEmpty();
        }
        assertThat(claim.roleOf(Map.of())).isEmpty();
    }

    @Test
    void a_claim_may_stand_inside_another_and_may_have_dots_in_its_name() {
        Map<String, Object> inside = Map.of("resource_access", Map.of("danegate", Map.of("roles", List.of("desk"))));
        assertThat(new RoleClaim("resource_access.danegate.roles", VALUES).roleOf(inside))
                .map(RoleClaim.Given::role)
                .hasValue(Role.HELP_DESK);
        assertThat(new RoleClaim("resource_access.other.roles", VALUES).roleOf(inside))
                .isEmpty();
        assertThat(new RoleClaim("https://x.example/roles", VALUES).roleOf(Map.of("https://x.example/roles", "desk")))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "Ana.Gil,             ana.gil@login.example.net",
        "ana@corp.example,    ana@login.example.net",
        "'Ana María <b>',     anamarab@login.example.net",
        "日本,                 user@login.example.net",
        "abcdefghijklmnopqrstuvwxyzabcdefghij, abcdefghijklmnopqrstuvwxyzab@login.example.net",
    })
    void the_name_in_the_console_is_never_a_local_users(String called, String expected) {
        assertThat(ProviderAccounts.nameOf(
                        new ProviderAccounts.Identity("https://login.example.net/realms/x", "s-1", called)))
                .isEqualTo(expected);
    }

    @Test
    void a_second_factor_is_shown_by_amr_or_acr_or_not_needed() {
        SecondFactorRule rule = new SecondFactorRule(Set.of(Role.OPERATOR), Set.of("mfa", "loa2"), false);
        assertThat(rule.isShown(Role.HELP_DESK, Map.of())).isTrue();
        assertThat(rule.isShown(Role.OPERATOR, Map.of("amr", List.of("pwd")))).isFalse();
        assertThat(rule.isShown(Role.OPERATOR, Map.of("amr", List.of("pwd", "mfa"))))
                .isTrue();
        assertThat(rule.isShown(Role.OPERATOR, Map.of("acr", "loa2"))).isTrue();
        assertThat(new SecondFactorRule(rule.roles(), Set.of(), true).isShown(Role.OPERATOR, Map.of()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example.net", "http://192.0.2.1", "ldap://x", "login.example.net"})
    void an_issuer_that_others_could_forge_is_refused_at_the_start(String issuer) {
        assertThatThrownBy(() -> providers(issuer, Set.of("openid")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("danegate.oidc: ")
                .hasMessageContaining("must begin with https");
    }

    @Test
    void a_client_without_openid_or_issuer_is_refused_and_a_local_provider_is_taken() {
        assertThatThrownBy(() -> providers("https://login.example.net", Set.of("profile")))
                .hasMessageContaining("scope must contain openid");
        assertThatThrownBy(() -> providers(null, Set.of())).hasMessageContaining("issuer-uri must be set");
        assertThat(providers("http://127.0.0.1:9", Set.of()).isEmpty()).isFalse();
        assertThat(providers("http://[::1]:9", Set.of("openid")).isEmpty()).isFalse();
    }

    @Test
    void a_refusal_is_known_by_its_word() {
        assertThat(ProviderRefusal.of("second-factor")).isEqualTo(Optional.of(ProviderRefusal.SECOND_FACTOR));
        assertThat(ProviderRefusal.of("<script>")).isEmpty();
    }

    private static IdentityProviders providers(@Nullable String issuer, Set<String> scopes) {
        OAuth2ClientProperties properties = new OAuth2ClientProperties();
        OAuth2ClientProperties.Registration registration = new OAuth2ClientProperties.Registration();
        registration.setClientId("x");
        registration.setScope(scopes);
        properties.getRegistration().put("company", registration);
        OAuth2ClientProperties.Provider provider = new OAuth2ClientProperties.Provider();
        provider.setIssuerUri(issuer);
        properties.getProvider().put("company", provider);
        return new IdentityProviders(properties, "", InstantSource.system());
    }
}
