package org.danegate.console.web;

import java.util.List;
import java.util.Optional;
import org.danegate.console.SearchTarget;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The search of the top bar: it leads to the page of a domain, a message, a connection or an address.
@Controller
class SearchPage {

    private static final int LONGEST = 320;
    private static final String SEARCHED = "searched";

    private final List<SearchTarget> targets;
    private final RoleHierarchy roles;

    SearchPage(ObjectProvider<SearchTarget> targets, ObjectProvider<RoleHierarchy> roles) {
        this.targets = targets.orderedStream().toList();
        this.roles = roles.getIfAvailable(NullRoleHierarchy::new);
    }

    /// The page for the typed words, or one that says that nothing was found. The words stay in the box.
    @GetMapping("/search")
    String search(
            @RequestParam(name = "q", defaultValue = "") String typed,
            Authentication user,
            Model model,
            RedirectAttributes redirect) {
        String words = typed.strip();
        Optional<String> page = words.isEmpty() || words.length() > LONGEST
                ? Optional.empty()
                : targets.stream()
                        .flatMap(target -> target.page(words).stream())
                        .filter(found -> found.startsWith("/monitor/") || readsAll(user))
                        .findFirst();
        if (page.isEmpty()) {
            model.addAttribute(SEARCHED, words);
            return "console/search";
        }
        redirect.addFlashAttribute(SEARCHED, words);
        return "redirect:" + page.get();
    }

    /// Whether the user may look at pages beyond Monitor; a link to a refusal would not help.
    private boolean readsAll(Authentication user) {
        return roles.getReachableGrantedAuthorities(user.getAuthorities()).stream()
                .anyMatch(authority -> "ROLE_READ_ONLY_OPERATOR".equals(authority.getAuthority()));
    }
}
