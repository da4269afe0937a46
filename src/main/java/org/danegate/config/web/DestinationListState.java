package org.danegate.config.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.danegate.config.DestinationQuery;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/// Filter, order and page of the list as they stand in its address; what cannot be read counts as not said.
/// The names are none of a destination form's, which carries them along.
///
/// @param filter part of the domain
/// @param withTls a TLS Support, or `DEFAULT` for entries that use Default
/// @param withDane a DANE Support, or `DEFAULT`
/// @param pending `true` for uncommitted entries alone
/// @param differs `true` for entries that differ from Default
public record DestinationListState(
        @Nullable String filter,
        @Nullable String withTls,
        @Nullable String withDane,
        @Nullable String pending,
        @Nullable String differs,
        @Nullable String sort,
        @Nullable String order,
        @Nullable String page,
        @Nullable String size) {

    static final String LIST = "/mail-policies/destinations";

    /// As the database is asked.
    DestinationQuery query() {
        return new DestinationQuery(
                text(filter),
                word(TlsSupport.values(), withTls),
                DestinationChoices.USE_DEFAULT.equals(withTls),
                word(DaneSupport.values(), withDane),
                DestinationChoices.USE_DEFAULT.equals(withDane),
                "true".equals(pending),
                "true".equals(differs),
                column(),
                "desc".equals(order),
                number(page, 1),
                number(size, 50));
    }

    private DestinationQuery.Column column() {
        DestinationQuery.Column known = word(DestinationQuery.Column.values(), sort);
        return known == null ? DestinationQuery.Column.DOMAIN : known;
    }

    /// What the filter says, for hidden fields of a form that is about all matching entries.
    public Map<String, String> conditions() {
        Map<String, String> set = new LinkedHashMap<>();
        put(set, "filter", text(filter));
        put(set, "withTls", text(withTls));
        put(set, "withDane", text(withDane));
        put(set, "pending", "true".equals(pending) ? "true" : "");
        put(set, "differs", "true".equals(differs) ? "true" : "");
        return set;
    }

    /// Address of the list with its filter and page size; `sorted` with its order as well.
    public String address(boolean sorted) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(LIST);
        Map<String, String> set = conditions();
        put(set, "size", text(size));
        if (sorted) {
            put(set, "sort", text(sort));
            put(set, "order", text(order));
        }
        // Values are put in as variables, so that each of their characters is quoted.
        set.keySet().forEach(key -> address.queryParam(key, "{" + key + "}"));
        return address.encode().buildAndExpand(set).toUriString();
    }

    private static void put(Map<String, String> map, String key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    private static int number(@Nullable String value, int otherwise) {
        try {
            return value == null ? otherwise : Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static <E extends Enum<E>> @Nullable E word(E[] values, @Nullable String text) {
        String wanted = text(text).toUpperCase(Locale.ROOT);
        return Arrays.stream(values)
                .filter(v -> v.name().equals(wanted))
                .findFirst()
                .orElse(null);
    }
}
