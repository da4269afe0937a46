package org.danegate.access.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.danegate.access.Role;
import org.danegate.console.Texts;

/// The roles to choose from, with their words in the language of the request.
final class RoleTexts {

    private RoleTexts() {}

    /// Words by constant, the most powerful role first.
    static Map<String, String> of(Texts texts) {
        Map<String, String> roles = new LinkedHashMap<>();
        Arrays.stream(Role.values())
                .forEach(role -> roles.put(
                        role.name(),
                        texts.of("role." + role.name().toLowerCase(Locale.ROOT).replace('_', '-'))));
        return roles;
    }
}
