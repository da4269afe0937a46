package org.danegate.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/// A user whom an identity provider signed in, with the role of this sign-in. Sessions of the same user are counted by
/// the name, so two of them are equal. Of the tokens only the ID token is kept, because signing out at the provider
/// needs it.
final class ProviderUser implements OidcUser, UserDetails {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final RoleClaim.Given given;
    private final OidcIdToken token;

    /// @param name the user's name in the console
    ProviderUser(String name, RoleClaim.Given given, OidcIdToken token) {
        this.name = name;
        this.given = given;
        this.token = token;
    }

    /// The role, and the value that gave it.
    RoleClaim.Given given() {
        return given;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getUsername() {
        return name;
    }

    @Override
    public @Nullable String getPassword() {
        return null;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of(given.role().authority());
    }

    @Override
    public Map<String, Object> getAttributes() {
        return token.getClaims();
    }

    @Override
    public Map<String, Object> getClaims() {
        return token.getClaims();
    }

    @Override
    public @Nullable OidcUserInfo getUserInfo() {
        return null;
    }

    @Override
    public OidcIdToken getIdToken() {
        return token;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProviderUser user && user.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
