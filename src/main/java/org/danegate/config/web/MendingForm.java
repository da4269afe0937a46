package org.danegate.config.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/// The form on which a fault of the policy is mended, by the field that the fault is about.
final class MendingForm {

    private static final Pattern DESTINATION =
            Pattern.compile("destinationControls\\.destinations\\[(\\d+)](?:\\.(.+))?");
    private static final Pattern IN_LISTENER =
            Pattern.compile("listeners\\[(\\d+)]\\.senderGroups(?:\\[(\\d+)](?:\\.(\\w+).*)?)?");
    private static final Pattern ITEM = Pattern.compile("([\\w.]+)\\[(\\d+)](?:\\.(\\w+).*)?");

    /// Fields of the policy file that have another name on their form.
    private static final Map<String, String> INPUTS =
            Map.of("recipientLimit.recipients", "recipients", "recipientLimit.minutes", "minutes");

    /// Beginnings of what stands once, and its page. Longer beginnings first.
    private static final List<Map.Entry<String, String>> PAGES = List.of(
            Map.entry("destinationControls.default", "/mail-policies/destinations/default"),
            Map.entry("destinationControls.global", "/mail-policies/destinations/global"),
            Map.entry("destinationControls", "/mail-policies/destinations"),
            Map.entry("dns", "/network/dns"),
            Map.entry("virtualGateways", "/network/sender-interfaces"));

    private MendingForm() {}

    /// Address of the form, with the field's input as fragment where the form has one of its name.
    ///
    /// @param field as a fault names it, such as `smtpRoutes[2].hosts`
    /// @return empty where no page is about the field
    static String of(Policy policy, String field) {
        Matcher destination = DESTINATION.matcher(field);
        if (destination.matches()) {
            return entry(policy, Integer.parseInt(destination.group(1)), destination.group(2));
        }
        Matcher group = IN_LISTENER.matcher(field);
        if (group.matches()) {
            return senderGroup(policy, group);
        }
        Matcher item = ITEM.matcher(field);
        if (item.matches()) {
            for (PolicySection section : PolicySection.values()) {
                if (section.path(0).equals(item.group(1))) {
                    return section.address() + "/" + item.group(2) + fragment(item.group(3));
                }
            }
        }
        return once(field);
    }

    private static String once(String field) {
        for (PolicySettings settings : PolicySettings.values()) {
            Optional<String> own = settings.own(field);
            if (own.isPresent()) {
                return settings.address() + fragment(own.get());
            }
        }
        for (PolicySection section : PolicySection.values()) {
            if (section.path(0).equals(field)) {
                return section.address();
            }
        }
        for (Map.Entry<String, String> page : PAGES) {
            if (field.equals(page.getKey())) {
                return page.getValue();
            }
            if (field.startsWith(page.getKey() + ".")) {
                String rest = field.substring(page.getKey().length() + 1);
                boolean input = rest.matches("[\\w.]+");
                return page.getValue() + (input ? fragment(INPUTS.getOrDefault(rest, rest)) : "");
            }
        }
        return "";
    }

    private static String entry(Policy policy, int position, @Nullable String field) {
        List<DestinationEntry> entries = policy.destinationControls().entries();
        if (position >= entries.size()) {
            return DestinationListState.LIST;
        }
        return UriComponentsBuilder.fromPath(DestinationListState.LIST + "/entry")
                        .queryParam("domain", "{domain}")
                        .encode()
                        .buildAndExpand(entries.get(position).pattern().toString())
                        .toUriString()
                + fragment(field == null ? null : INPUTS.getOrDefault(field, field));
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
