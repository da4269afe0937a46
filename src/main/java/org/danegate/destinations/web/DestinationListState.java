package org.danegate.destinations.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.danegate.config.DestinationQuery;
import org.danegate.config.DestinationQuery.Wanted;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSetting.Use;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/// Filter, order and page of the list as they stand in its address; what cannot be read counts as not said.
/// The names are none of a destination form's, which carries them along.
///
/// @param said texts by the names of the address: `filter` is part of the domain; `with<Setting>` a value, or `DEFAULT`
///     for entries that use Default; `pending` and `differs` are `true` for those entries alone; `sort`, `order`,
///     `page`, `size`
public record DestinationListState(Map<String, String> said) {

    static final String LIST = "/mail-policies/destinations";

    private static final String YES = "true";

    /// @param parameters of the request, others of it too
    static DestinationListState of(Map<String, String> parameters) {
        return new DestinationListState(parameters);
    }

    /// Name of a setting's filter, such as `withTls`.
    static String filter(DestinationSetting<?> setting) {
        return "with" + setting.key().substring(0, 1).toUpperCase(Locale.ROOT)
                + setting.key().substring(1);
    }

    /// What stands under a name; empty for nothing.
    public String text(String name) {
        return said.getOrDefault(name, "").strip();
    }

    /// As the table is asked.
    DestinationQuery query() {
        Map<DestinationSetting<?>, Wanted> wanted = new LinkedHashMap<>();
        for (DestinationSetting<?> setting : DestinationSetting.with(Use.FILTERED)) {
            Wanted value = wanted(setting, text(filter(setting)));
            if (value != null) {
                wanted.put(setting, value);
            }
        }
        return new DestinationQuery(
                text("filter"),
                wanted,
                is("pending"),
                is("differs"),
                sort(),
                text("order").equals("desc"),
                number("page", 1),
                number("size", 50));
    }

    private boolean is(String name) {
        return text(name).equals(YES);
    }

    private static @Nullable Wanted wanted(DestinationSetting<?> setting, String text) {
        if (text.equals(DestinationChoices.USE_DEFAULT)) {
            return new Wanted.Inherited();
        }
        try {
            return text.isEmpty() ? null : new Wanted.Value(setting.type().parse(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable DestinationSetting<?> sort() {
        String wanted = text("sort");
        return DestinationSetting.with(Use.SORTED).stream()
                .filter(s -> s.key().equalsIgnoreCase(wanted.replace("_", "")))
                .findFirst()
                .orElse(null);
    }

    /// What the filter says, for hidden fields of a form that is about all matching entries.
    public Map<String, String> conditions() {
        Map<String, String> set = new LinkedHashMap<>();
        put(set, "filter");
        DestinationSetting.with(Use.FILTERED).forEach(s -> put(set, filter(s)));
        for (String name : new String[] {"pending", "differs"}) {
            if (is(name)) {
                set.put(name, YES);
            }
        }
        return set;
    }

    /// Address of the list with its filter and page size; `sorted` with its order as well.
    public String address(boolean sorted) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(LIST);
        Map<String, String> set = conditions();
        put(set, "size");
        if (sorted) {
            put(set, "sort");
            put(set, "order");
        }
        // Values are put in as variables, so that each of their characters is quoted.
        set.keySet().forEach(key -> address.queryParam(key, "{" + key + "}"));
        return address.encode().buildAndExpand(set).toUriString();
    }

    private void put(Map<String, String> map, String name) {
        if (!text(name).isEmpty()) {
            map.put(name, text(name));
        }
    }

    private int number(String name, int otherwise) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
