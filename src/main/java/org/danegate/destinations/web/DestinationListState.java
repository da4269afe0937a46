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

/// Filter, order and page of the list, as in its address; an unreadable value counts as absent. The names differ from
/// those of a destination form, which carries them along.
///
/// @param said texts by the names of the address: `filter` is part of the domain; `with<Setting>` a value, or `DEFAULT`
///     for entries that use Default; `pending` and `differs` are `true` to show only those entries; `sort`, `order`,
///     `page`, `size`
public record DestinationListState(Map<String, String> said) {

    static final String LIST = "/mail-policies/destinations";

    private static final String YES = "true";

    /// @param parameters parameters of the request, which may include others
    static DestinationListState of(Map<String, String> parameters) {
        return new DestinationListState(parameters);
    }

    /// Name of a setting's filter, such as `withTls`.
    static String filter(DestinationSetting<?> setting) {
        return "with" + setting.key().substring(0, 1).toUpperCase(Locale.ROOT)
                + setting.key().substring(1);
    }

    /// The text under a name; empty when there is none.
    public String text(String name) {
        return said.getOrDefault(name, "").strip();
    }

    /// The state as a query to the table.
    DestinationQuery query() {
        return new DestinationQuery(
                text("filter"),
                wanted(),
                is("pending"),
                is("differs"),
                sort(),
                text("order").equals("desc"),
                number("page", 1),
                number("size", 50));
    }

    private Map<DestinationSetting<?>, Wanted> wanted() {
        Map<DestinationSetting<?>, Wanted> wanted = new LinkedHashMap<>();
        for (DestinationSetting<?> setting : DestinationSetting.with(Use.FILTERED)) {
            Wanted value = wanted(setting, text(filter(setting)));
            if (value != null) {
                wanted.put(setting, value);
            }
        }
        return wanted;
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

    /// The filter, for hidden fields of a form that applies to all matching entries.
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
        // Values are inserted as variables, so that each of their characters is quoted.
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
