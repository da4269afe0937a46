package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.danegate.access.ApiTokens;
import org.danegate.access.NewToken;
import org.danegate.access.Role;
import org.danegate.access.TokenScope;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/// The fields of the form for an API token, as sent.
///
/// @param label its purpose
/// @param role the highest role it may have
/// @param scopes names of what it is for
/// @param life days that it works, or [#FOREVER]
record TokenForm(String label, String role, List<String> scopes, String life) {

    /// A life without an end.
    static final String FOREVER = "never";

    /// The lives to choose from; the usual one is among them.
    static final List<String> LIVES = List.of("30", "90", "180", "365", FOREVER);

    /// Fields that were not sent arrive as null.
    TokenForm {
        label = requireNonNullElse(label, "");
        role = requireNonNullElse(role, Role.READ_ONLY_OPERATOR.name());
        scopes = requireNonNullElse(scopes, List.of());
        life = requireNonNullElse(life, String.valueOf(NewToken.USUAL_DAYS));
    }

    /// The form for a new token.
    static TokenForm empty() {
        return new TokenForm(
                "",
                Role.READ_ONLY_OPERATOR.name(),
                List.of(TokenScope.STATUS_READ.word()),
                String.valueOf(NewToken.USUAL_DAYS));
    }

    /// The token that the form asks for; empty after adding a fault to each field that has one.
    Optional<NewToken> token(BindingResult result, Texts texts) {
        String purpose = label.strip();
        Optional<Role> chosen = Arrays.stream(Role.values())
                .filter(one -> one.name().equals(role))
                .findFirst();
        Set<TokenScope> meant =
                scopes.stream().flatMap(word -> TokenScope.of(word).stream()).collect(Collectors.toSet());
        check(result, purpose, texts);
        if (chosen.isEmpty()) {
            result.rejectValue("role", "access.refused.role", "Role must be chosen.");
        }
        if (meant.isEmpty() || meant.size() < Set.copyOf(scopes).size()) {
            result.rejectValue("scopes", "access.token.scopes.fault", "Choose at least one scope.");
        }
        if (!LIVES.contains(life)) {
            result.rejectValue("life", "form.choice", "Choose one of the values offered.");
        }
        return result.hasErrors()
                ? Optional.empty()
                : chosen.map(highest -> new NewToken(purpose, highest, meant, period()));
    }

    private static void check(BindingResult result, String purpose, Texts texts) {
        if (purpose.isEmpty()) {
            result.rejectValue("label", "access.token-purpose", "Purpose must have 1 to 100 characters.");
        } else {
            TypedText.fault(purpose, ApiTokens.LONGEST_LABEL, texts)
                    .ifPresent(fault -> result.rejectValue("label", "text", fault));
        }
    }

    private @Nullable Period period() {
        return life.equals(FOREVER) ? null : Period.ofDays(Integer.parseInt(life));
    }
}
