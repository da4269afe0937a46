package org.danegate.destinations.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.danegate.config.DestinationEdits;
import org.danegate.config.DestinationQuery;
import org.danegate.config.DestinationTable;
import org.danegate.config.PolicyChange;
import org.danegate.config.PolicyObject;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSetting.Group;
import org.danegate.policy.DestinationSetting.Use;
import org.danegate.policy.SettingType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Mail Policies > Destination Controls: the table. The database applies filter, order and page; the address
/// contains them.
@Controller
class DestinationListPage {

    private static final int NAMED = 20;
    private static final List<Integer> SIZES = List.of(20, 50, 100, DestinationQuery.MOST);

    private static final List<List<DestinationSetting<?>>> COLUMNS = columns();

    private final WorkingPolicy working;
    private final DestinationTable table;
    private final Texts texts;

    DestinationListPage(WorkingPolicy working, DestinationTable table, Texts texts) {
        this.working = working;
        this.table = table;
        this.texts = texts;
    }

    /// A column of the list.
    ///
    /// @param sort sort key of the column; empty when the list cannot be sorted by it
    public record Column(
            String heading, String sort, @Nullable String filter, Map<String, String> choices) {}

    /// One line of the list, in words.
    ///
    /// @param id null for Default
    /// @param unicode the domain in its own script; null when that is the same
    /// @param change class and word of the mark for an uncommitted change; null for none
    /// @param cells one for each column, with a text for each of its settings
    /// @param verifiable whether daneverify can be run for the domain
    public record Row(
            @Nullable Long id,
            String domain,
            @Nullable String unicode,
            @Nullable String change,
            List<List<Cell>> cells,
            boolean verifiable) {}

    /// @param style `inherited` when the value comes from Default
    public record Cell(String text, String style) {}

    @GetMapping(DestinationListState.LIST)
    String list(@RequestParam Map<String, String> parameters, Model model) {
        DestinationListState state = DestinationListState.of(parameters);
        DestinationWords words = new DestinationWords(texts);
        DestinationProfile defaults = working.policy().destinationControls().defaultProfile();
        DestinationQuery query = state.query();
        DestinationTable.Listing listing = table.page(query);
        int pages = (int) Math.max(1, (listing.total() + query.size() - 1) / query.size());
        DestinationSetting<?> sort = query.sort();
        model.addAttribute(
                "rows",
                listing.entries().stream().map(s -> row(s, defaults, words)).toList());
        model.addAttribute(
                "columns", COLUMNS.stream().map(c -> column(c, words)).toList());
        model.addAttribute("defaults", defaultRow(defaults, words));
        model.addAttribute("total", listing.total());
        model.addAttribute("filtered", !query.isEverything());
        model.addAttribute("state", state);
        model.addAttribute("sort", sort == null ? "domain" : sort.key());
        model.addAttribute("order", query.descending() ? "desc" : "asc");
        model.addAttribute("page", Math.min(query.page(), pages));
        model.addAttribute("pages", pages);
        model.addAttribute("size", query.size());
        model.addAttribute("sizes", SIZES);
        model.addAttribute("deleted", table.deleted(NAMED));
        return "destinations/list";
    }

    /// The columns of the list; settings that share a column are below one another in it.
    private static List<List<DestinationSetting<?>>> columns() {
        List<List<DestinationSetting<?>>> columns = new ArrayList<>();
        for (DestinationSetting<?> setting : DestinationSetting.with(Use.LISTED)) {
            boolean shares = setting.group() == Group.LIMITS
                    && !columns.isEmpty()
                    && columns.getLast().getFirst().group() == Group.LIMITS;
            if (shares) {
                columns.getLast().add(setting);
            } else {
                columns.add(new ArrayList<>(List.of(setting)));
            }
        }
        return columns;
    }

    private Column column(List<DestinationSetting<?>> settings, DestinationWords words) {
        DestinationSetting<?> first = settings.getFirst();
        String label = words.label(first);
        return new Column(
                first.group() == Group.LIMITS ? words.of("limits") : texts.orElse(label, first.code() + ".column"),
                first.is(Use.SORTED) ? first.key() : "",
                first.is(Use.FILTERED) ? DestinationListState.filter(first) : null,
                filterChoices(first, words));
    }

    private static Map<String, String> filterChoices(DestinationSetting<?> setting, DestinationWords words) {
        Map<String, String> choices = new LinkedHashMap<>();
        choices.put("", words.of("any"));
        choices.put(DestinationChoices.USE_DEFAULT, words.of("uses-default"));
        if (setting.type() instanceof SettingType.Words<?> type) {
            type.values().forEach(v -> choices.put(v.name(), words.value(setting, v)));
        }
        return choices;
    }

    private static Row row(DestinationEdits.Stored stored, DestinationProfile d, DestinationWords words) {
        DestinationEntry e = stored.entry();
        DestinationProfile p = e.over(d);
        String domain = e.pattern().toString();
        String own = e.pattern().name().display();
        String unicode = domain.endsWith(own) ? null : (e.pattern().subdomains() ? "." : "") + own;
        PolicyChange.Kind pending = stored.pending();
        return new Row(
                stored.id(),
                domain,
                unicode,
                pending == null ? null : words.of("change." + pending.name()),
                cells(s -> new Cell(text(s, e, p, words), e.get(s) == null ? "inherited" : "")),
                !e.pattern().subdomains());
    }

    private static List<List<Cell>> cells(Function<DestinationSetting<?>, Cell> cell) {
        return COLUMNS.stream().map(c -> c.stream().map(cell).toList()).toList();
    }

    private static String text(
            DestinationSetting<?> setting, DestinationEntry e, DestinationProfile p, DestinationWords words) {
        return switch (setting.group()) {
            case LIMITS -> words.limit(setting, p.get(setting));
            case DESTINATION -> words.own(setting, e.get(setting));
            default ->
                setting.type() instanceof SettingType.ProfileName
                        ? words.own(setting, e.get(setting))
                        : words.own(setting, e.get(setting), p.get(setting));
        };
    }

    private Row defaultRow(DestinationProfile d, DestinationWords words) {
        String change = working.changes().stream()
                .filter(c -> c.object().kind() == PolicyObject.Kind.DEFAULT_DESTINATION)
                .map(c -> words.of("change." + c.kind().name()))
                .findFirst()
                .orElse(null);
        return new Row(
                null, words.of("default"), null, change, cells(s -> new Cell(words.limit(s, d.get(s)), "")), false);
    }
}
