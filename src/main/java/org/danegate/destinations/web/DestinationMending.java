package org.danegate.destinations.web;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.config.MendingForms;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/// Maps fields of the policy to the forms of destinations.
@Component
public final class DestinationMending implements MendingForms {

    private static final String SECTION = "destinationControls";
    private static final Pattern ENTRY = Pattern.compile(SECTION + "\\.destinations\\[(\\d+)](?:\\.(.+))?");
    private static final Pattern ONCE = Pattern.compile(SECTION + "\\.(default|global)(?:\\.(.+))?");

    @Override
    public Optional<String> of(Policy policy, String field) {
        Matcher entry = ENTRY.matcher(field);
        if (entry.matches()) {
            return Optional.of(entry(policy, Integer.parseInt(entry.group(1)), entry.group(2)));
        }
        Matcher once = ONCE.matcher(field);
        if (once.matches()) {
            return Optional.of(DestinationListState.LIST + "/" + once.group(1) + fragment(once.group(2)));
        }
        return field.equals(SECTION) || field.startsWith(SECTION + ".")
                ? Optional.of(DestinationListState.LIST)
                : Optional.empty();
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
                + fragment(field);
    }

    private static String fragment(@Nullable String field) {
        return field == null ? "" : "#" + SettingFaults.formField(field);
    }
}
