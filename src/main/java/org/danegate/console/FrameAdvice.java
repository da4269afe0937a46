package org.danegate.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/// Puts the frame into the model of every page.
@ControllerAdvice(annotations = Controller.class)
class FrameAdvice {

    private static final Set<String> THEMES = Set.of("auto", "light", "dark");

    private final FrameMenu menu;
    private final FrameUsers users;
    private final ObjectProvider<PendingChanges> pendingChanges;
    private final ObjectProvider<PageNotices> notices;
    private final TopBarLights lights;
    private final NodeIdentity identity;

    FrameAdvice(
            FrameMenu menu,
            FrameUsers users,
            ObjectProvider<PendingChanges> pendingChanges,
            ObjectProvider<PageNotices> notices,
            TopBarLights lights,
            NodeIdentity identity) {
        this.menu = menu;
        this.users = users;
        this.pendingChanges = pendingChanges;
        this.notices = notices;
        this.lights = lights;
        this.identity = identity;
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
        Frame.User user = users.user(authentication, locale);
        return new Frame(
                user == null || authentication == null ? List.of() : menu.of(authentication, address, locale),
                pendingChanges.stream().mapToInt(PendingChanges::count).sum(),
                identity.node(),
                identity.version(),
                theme(request),
                user,
                user == null
                        ? List.of()
                        : notices.stream().flatMap(n -> n.on(address).stream()).toList(),
                // The pages of the lights are outside Monitor.
                user == null || !user.reader() ? List.of() : lights.now(locale));
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
