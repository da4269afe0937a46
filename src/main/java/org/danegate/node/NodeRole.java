package org.danegate.node;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a node does (`danegate.roles`).
public enum NodeRole {
    /// It serves the web console and the API.
    CONSOLE,
    /// It takes mail.
    LISTENER,
    /// It delivers mail.
    DELIVERY;

    /// Reads roles as an administrator writes them, in any case.
    ///
    /// @throws IllegalArgumentException for a word that is no role, or no role at all; its message is for people
    public static Set<NodeRole> parse(List<String> words) {
        Set<NodeRole> roles = EnumSet.noneOf(NodeRole.class);
        for (String word : words) {
            roles.add(Arrays.stream(values())
                    .filter(r -> r.text().equalsIgnoreCase(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> wrong('"' + word + "\" is no role")));
        }
        if (roles.isEmpty()) {
            throw wrong("no role is given");
        }
        return Set.copyOf(roles);
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(
                "danegate.roles: " + why + "; write one or more of console, listener, delivery.");
    }

    /// As administrators write it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Several, as administrators write them.
    static String text(Set<NodeRole> roles) {
        return roles.stream().sorted().map(NodeRole::text).collect(Collectors.joining(","));
    }
}
