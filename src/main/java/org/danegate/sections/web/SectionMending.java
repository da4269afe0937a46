package org.danegate.sections.web;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.config.MendingForms;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The forms of the sections by the fields of the policy.
@Component
public final class SectionMending implements MendingForms {

    private static final Pattern IN_LISTENER =
            Pattern.compile("listeners\\[(\\d+)]\\.senderGroups(?:\\[(\\d+)](?:\\.(\\w+).*)?)?");
    private static final Pattern ITEM = Pattern.compile("([\\w.]+)\\[(\\d+)](?:\\.(\\w+).*)?");
    private static final Pattern DNS = Pattern.compile("dns(?:\\.(.+))?");

    @Override
    public Optional<String> of(Policy policy, String field) {
        Matcher group = IN_LISTENER.matcher(field);
        if (group.matches()) {
            return Optional.of(senderGroup(policy, group));
        }
        return dns(field).or(() -> item(field)).or(() -> settings(field)).or(() -> section(field));
    }

    private static Optional<String> dns(String field) {
        Matcher dns = DNS.matcher(field);
        if (!dns.matches()) {
            return Optional.empty();
        }
        String rest = dns.group(1);
        return Optional.of("/network/dns" + fragment(rest != null && rest.matches("\\w+") ? rest : null));
    }

    private static Optional<String> item(String field) {
        Matcher item = ITEM.matcher(field);
        return item.matches()
                ? at(item.group(1)).map(section -> section.address() + "/" + item.group(2) + fragment(item.group(3)))
                : Optional.empty();
    }

    private static Optional<String> settings(String field) {
        for (PolicySettings settings : PolicySettings.values()) {
            Optional<String> own = settings.own(field);
            if (own.isPresent()) {
                return Optional.of(settings.address() + fragment(own.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> section(String field) {
        return at(field)
                .or(() -> field.equals("virtualGateways") || field.startsWith("virtualGateways.")
                        ? Optional.of(PolicySection.SENDER_INTERFACES)
                        : Optional.empty())
                .map(PolicySection::address);
    }

    /// The section whose list has this path.
    private static Optional<PolicySection> at(String path) {
        return Arrays.stream(PolicySection.values())
                .filter(section -> section.path(0).equals(path))
                .findFirst();
    }

    private static String senderGroup(Policy policy, Matcher group) {
        int listener = Integer.parseInt(group.group(1));
        String place = listener < policy.listeners().size()
                ? SectionPlace.of(
                                PolicySection.SENDER_GROUPS,
                                policy,
                                policy.listeners().get(listener).name())
                        .map(SectionPlace::query)
                        .orElse("")
                : "";
        String item = group.group(2) == null ? "" : "/" + group.group(2);
        return PolicySection.SENDER_GROUPS.address() + item + place + fragment(group.group(3));
    }

    private static String fragment(@Nullable String input) {
        return input == null ? "" : "#" + input;
    }
}
