package org.danegate.monitor.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.monitor.GroupBy;
import org.danegate.monitor.Narrowing;
import org.danegate.monitor.Reason;
import org.danegate.monitor.StatusQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/// Search, filter, order and page of the list, as in its address. Everything that is not said has its default.
///
/// @param said texts by the names of the address: `q` is part of a domain, `filter` a chip, `sort` and `order` the
///     column, `top` rows per page or `all`, `page` from 1; `group` shows groups; `reason`, `hop` and `entry` are what
///     destinations of a group have in common
public record Ask(Map<String, String> said) {

    static final String LIST = "/monitor/delivery-status";

    private static final Map<String, String> DEFAULTS =
            Map.of("filter", "all", "sort", "activeRecipients", "order", "desc", "top", "20", "page", "1");
    private static final List<String> NAMES =
            List.of("q", "filter", "reason", "hop", "entry", "group", "sort", "order", "top", "page");
    /// The names that say which destinations match, not how they are shown.
    private static final List<String> RULE = List.of("q", "filter", "reason", "hop", "entry");
    /// Stands for no host in an address, where an empty text would be the same as none.
    private static final String NO_HOST = "-";

    private static final String ALL = "all";

    /// @param parameters parameters of the request, which may include others
    static Ask of(Map<String, String> parameters) {
        Map<String, String> said = new LinkedHashMap<>();
        for (String name : NAMES) {
            String text = parameters.getOrDefault(name, "").strip();
            if (!text.isEmpty() && !text.equals(DEFAULTS.get(name))) {
                said.put(name, text);
            }
        }
        return new Ask(said);
    }

    /// The text under a name, or its default.
    public String text(String name) {
        return said.getOrDefault(name, DEFAULTS.getOrDefault(name, ""));
    }

    /// The list as a query.
    StatusQuery query() {
        try {
            int limit = text("top").equals(ALL) ? Integer.MAX_VALUE : Integer.parseInt(text("top"));
            return StatusQuery.of(text("sort"), text("order"), limit, text("q"), text("filter"))
                    .within(common())
                    .atPage(page());
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /// How to group; empty for a list of single destinations.
    Optional<GroupBy> group() {
        String key = text("group");
        return key.isEmpty() ? Optional.empty() : Optional.of(GroupBy.ofKey(key).orElseThrow(() -> refused(null)));
    }

    private Narrowing common() {
        String hop = said.get("hop");
        return new Narrowing(reason(), NO_HOST.equals(hop) ? "" : hop, said.get("entry"));
    }

    /// The reason that destinations have in common; null when that does not matter.
    @Nullable
    Reason reason() {
        String key = said.get("reason");
        return key == null ? null : Reason.ofKey(key).orElseThrow(() -> refused(null));
    }

    private static ResponseStatusException refused(@Nullable Throwable cause) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, "This list cannot be shown like that.", cause);
    }

    /// A page that cannot be read counts as the first.
    private int page() {
        try {
            return Integer.parseInt(text("page"));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /// The destinations of a group, not grouped any more.
    Ask within(Narrowing common) {
        Map<String, String> now = new LinkedHashMap<>(said);
        now.keySet().removeAll(List.of("group", "page"));
        if (common.reason() != null) {
            now.put("reason", common.reason().key());
        }
        if (common.nextHop() != null) {
            now.put("hop", common.nextHop().isEmpty() ? NO_HOST : common.nextHop());
        }
        if (common.entry() != null) {
            now.put("entry", common.entry());
        }
        return of(now);
    }

    /// Whether only destinations of a group match.
    public boolean narrowed() {
        return said.containsKey("reason") || said.containsKey("hop") || said.containsKey("entry");
    }

    /// Whether every destination matches.
    public boolean everything() {
        return RULE.stream().noneMatch(said::containsKey);
    }

    /// The rule that says which destinations match, for hidden fields of a form.
    public Map<String, String> rule() {
        Map<String, String> rule = new LinkedHashMap<>(said);
        rule.keySet().retainAll(RULE);
        return rule;
    }

    /// Everything but some names, for hidden fields of a form that has fields for those.
    public Map<String, String> without(List<String> names) {
        Map<String, String> others = new LinkedHashMap<>(said);
        others.keySet().removeAll(names);
        return others;
    }

    /// Address of the first page of the list with one thing changed.
    public String with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(said);
        changed.remove("page");
        changed.put(name, value);
        return of(changed).address();
    }

    /// Address of the list in the order of a column; in the other direction if that is its order by now.
    ///
    /// @param largestFirst which direction comes first
    public String sorted(String key, boolean largestFirst) {
        boolean now = text("sort").equals(key);
        boolean ascending = now ? text("order").equals("desc") : !largestFirst;
        Map<String, String> changed = new LinkedHashMap<>(said);
        changed.remove("page");
        changed.put("sort", key);
        changed.put("order", ascending ? "asc" : "desc");
        return of(changed).address();
    }

    /// Address of the list without the group that it is narrowed to.
    public String wider() {
        return of(without(List.of("reason", "hop", "entry", "page"))).address();
    }

    /// Address of the list.
    public String address() {
        return address(LIST);
    }

    /// The same question at another address.
    public String address(String path) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
        // Values are inserted as variables, so that each of their characters is quoted.
        said.keySet().forEach(name -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(said).toUriString();
    }
}
