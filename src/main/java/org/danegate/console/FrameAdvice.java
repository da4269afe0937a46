package org.danegate.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/// Puts the frame into the model of every page.
@ControllerAdvice(annotations = Controller.class)
class FrameAdvice {

    private static final Set<String> THEMES = Set.of("auto", "light", "dark");

    /// The role needed to look beyond Monitor; the access room defines the roles.
    private static final String READER = "READ_ONLY_OPERATOR";

    private final List<MenuEntry> entries;
    private final ObjectProvider<PendingChanges> pendingChanges;
    private final ObjectProvider<PageNotices> notices;
    private final ObjectProvider<FrameLights> lights;
    private final NodeIdentity identity;
    private final MessageSource texts;
    private final RoleHierarchy roles;

    FrameAdvice(
            ObjectProvider<MenuEntry> entries,
            ObjectProvider<PendingChanges> pendingChanges,
            ObjectProvider<PageNotices> notices,
            ObjectProvider<FrameLights> lights,
            NodeIdentity identity,
            MessageSource texts,
            ObjectProvider<RoleHierarchy> roles) {
        this.entries = entries.stream()
                .sorted(Comparator.comparingInt(MenuEntry::order))
                .toList();
        this.pendingChanges = pendingChanges;
        this.notices = notices;
        this.lights = lights;
        this.identity = identity;
        this.texts = texts;
        this.roles = roles.getIfAvailable(NullRoleHierarchy::new);
    }

    /// The frame of the requested page. Requests of scripts have no page and get none.
    @ModelAttribute("console")
    @Nullable
    Frame frame(HttpServletRequest request, Locale locale) {
        String address =
                request.getRequestURI().substring(request.getContextPath().length());
        if (address.startsWith("/api/")) {
            return null;
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        Frame.User user = user(authentication, locale);
        return new Frame(
                user == null || authentication == null ? List.of() : menu(address, authentication, locale),
                pendingChanges.stream().mapToInt(PendingChanges::count).sum(),
                identity.node(),
                identity.version(),
                theme(request),
                user,
                user == null
                        ? List.of()
                        : notices.stream().flatMap(n -> n.on(address).stream()).toList(),
                user == null || authentication == null ? List.of() : lights(authentication, locale));
    }

    /// Their pages are outside Monitor, so a user who sees only Monitor sees no lights.
    private List<Frame.Shown> lights(Authentication authentication, Locale locale) {
        return has(authentication, READER)
                ? lights.orderedStream()
                        .map(FrameLights::now)
                        .map(light -> shown(light, locale))
                        .toList()
                : List.of();
    }

    private Frame.Shown shown(FrameLight light, Locale locale) {
        String key = "light." + light.name();
        return new Frame.Shown(
                texts.getMessage(key, null, locale),
                texts.getMessage(
                        key + "." + light.state().name().toLowerCase(Locale.ROOT),
                        light.places().toArray(),
                        locale),
                light.state(),
                light.path());
    }

    private List<Frame.Group> menu(String address, Authentication authentication, Locale locale) {
        return Arrays.stream(MenuSection.values())
                .map(section -> new Frame.Group(
                        text("menu.section." + dashed(section.name()), section.label(), locale),
                        entries.stream()
                                .filter(entry -> entry.section() == section)
                                .filter(entry -> maySee(authentication, entry))
                                .map(entry -> new Frame.Entry(
                                        text("menu" + entry.path().replace('/', '.'), entry.label(), locale),
                                        entry.path(),
                                        entry.covers(address)))
                                .toList()))
                .filter(group -> !group.entries().isEmpty())
                .toList();
    }

    private Frame.@Nullable User user(@Nullable Authentication authentication, Locale locale) {
        if (authentication == null
                || !authentication.isAuthenticated()
                || authentication instanceof AnonymousAuthenticationToken) {
            return null;
        }
        String role = authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .filter(authority -> authority != null && authority.startsWith("ROLE_"))
                .map(authority -> authority.substring("ROLE_".length()))
                .map(name -> text("role." + dashed(name), inWords(name), locale))
                .findFirst()
                .orElse("");
        return new Frame.User(
                authentication.getName(), role, has(authentication, "OPERATOR"), has(authentication, READER));
    }

    private boolean maySee(Authentication authentication, MenuEntry entry) {
        String role = entry.role();
        return role != null
                ? has(authentication, role)
                : entry.section() == MenuSection.MONITOR || has(authentication, READER);
    }

    private boolean has(Authentication authentication, String role) {
        return roles.getReachableGrantedAuthorities(authentication.getAuthorities()).stream()
                .anyMatch(authority -> ("ROLE_" + role).equals(authority.getAuthority()));
    }

    private String text(String key, String otherwise, Locale locale) {
        String text = texts.getMessage(key, null, otherwise, locale);
        return text == null ? otherwise : text;
    }

    private static String dashed(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String inWords(String role) {
        return Arrays.stream(role.split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .reduce((first, second) -> first + " " + second)
                .orElse(role);
    }

    private static String theme(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return "auto";
        }
        return Arrays.stream(cookies)
                .filter(cookie -> cookie.getName().equals("theme"))
                .map(Cookie::getValue)
                .filter(THEMES::contains)
                .findFirst()
                .orElse("auto");
    }
}
