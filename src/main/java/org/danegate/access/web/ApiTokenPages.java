package org.danegate.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.danegate.access.ApiTokens;
import org.danegate.access.NewToken;
import org.danegate.access.TokenScope;
import org.danegate.console.FormAttempts;
import org.danegate.console.Texts;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// System Administration > Users: making and deleting API tokens. The list of them is part of [UsersPage].
@Controller
@PreAuthorize("hasRole('ADMINISTRATOR')")
class ApiTokenPages {

    private static final String LIST = "redirect:/system/users";
    private static final String NEW = "access/token-new";

    private final ApiTokens tokens;
    private final Texts texts;

    ApiTokenPages(ApiTokens tokens, Texts texts) {
        this.tokens = tokens;
        this.texts = texts;
    }

    @ModelAttribute("roles")
    Map<String, String> roles() {
        return RoleTexts.of(texts);
    }

    @ModelAttribute("scopes")
    Map<String, String> scopes() {
        Map<String, String> scopes = new LinkedHashMap<>();
        Arrays.stream(TokenScope.values())
                .forEach(scope -> scopes.put(
                        scope.word(),
                        texts.of("access.token.scope." + scope.word().replace(':', '-'))));
        return scopes;
    }

    @ModelAttribute("lives")
    Map<String, String> lives() {
        Map<String, String> lives = new LinkedHashMap<>();
        TokenForm.LIVES.forEach(life -> lives.put(
                life,
                life.equals(TokenForm.FOREVER)
                        ? texts.of("access.token.life.never")
                        : texts.of("access.token.life.days", Integer.valueOf(life))));
        return lives;
    }

    @GetMapping("/system/users/tokens/new")
    String form(Model model) {
        model.addAttribute("form", TokenForm.empty());
        return NEW;
    }

    @PostMapping("/system/users/tokens")
    String add(
            @ModelAttribute("form") TokenForm form,
            BindingResult result,
            Principal actor,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Optional<NewToken> token = form.token(result, texts);
        if (token.isEmpty()) {
            return FormAttempts.refused(NEW, response);
        }
        redirect.addFlashAttribute("newToken", tokens.create(actor.getName(), token.get(), actor.getName()));
        return LIST;
    }

    @PostMapping("/system/users/tokens/delete/{id}")
    String delete(@PathVariable UUID id, Principal actor, RedirectAttributes redirect) {
        tokens.delete(id, actor.getName());
        redirect.addFlashAttribute("message", texts.of("access.token-deleted"));
        return LIST;
    }
}
