package org.danegate.console;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.stereotype.Component;

/// The user of a page, and what the user's role includes.
@Component
class FrameUsers {

    /// The role needed to look beyond Monitor; the access room defines the roles.
    private static final String READER = "READ_ONLY_OPERATOR";

    private final MessageSource texts;
    private final RoleHierarchy roles;

    FrameUsers(MessageSource texts, ObjectProvider<RoleHierarchy> roles) {
        this.texts = texts;
        this.roles = roles.getIfAvailable(NullRoleHierarchy::new);
    }

    /// Null when nobody is signed in.
    Frame.@Nullable User user(@Nullable Authentication authentication, Locale locale) {
        if (authentication == null
                || !authentication.isAuthenticated()
                || authentication instanceof AnonymousAuthenticationToken) {
            return null;
        }
        String role = authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .filter(authority -> authority != null && authority.startsWith("ROLE_"))
                .map(authority -> authority.substring("ROLE_".length()))
                .map(name -> role(name, locale))
                .findFirst()
                .orElse("");
        return new Frame.User(
                authentication.getName(), role, has(authentication, "OPERATOR"), has(authentication, READER));
    }

    /// Whether the role of a user may open a menu entry.
    boolean mayOpen(Authentication authentication, MenuEntry entry) {
        String role = entry.role();
        return role != null
                ? has(authentication, role)
                : entry.section() == MenuSection.MONITOR || has(authentication, READER);
    }

    /// Whether the role of a user may open the page of a hit.
    boolean mayOpen(Authentication authentication, SearchHit hit) {
        String role = hit.role();
        return (role == null || has(authentication, role)) && mayOpen(authentication, hit.address());
    }

    /// Whether the role of a user may look at an address; pages for few are protected by a role of their own.
    boolean mayOpen(Authentication authentication, String address) {
        return address.startsWith("/monitor/") || has(authentication, READER);
    }

    private boolean has(Authentication authentication, String role) {
        return roles.getReachableGrantedAuthorities(authentication.getAuthorities()).stream()
                .anyMatch(authority -> ("ROLE_" + role).equals(authority.getAuthority()));
    }

    private String role(String name, Locale locale) {
        String otherwise = inWords(name);
        String text =
                texts.getMessage("role." + name.toLowerCase(Locale.ROOT).replace('_', '-'), null, otherwise, locale);
        return text == null ? otherwise : text;
    }

    private static String inWords(String role) {
        return Arrays.stream(role.split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .reduce((first, second) -> first + " " + second)
                .orElse(role);
    }
}
