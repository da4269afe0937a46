package org.danegate.destinations.web;

import java.util.List;
import java.util.Map;
import org.danegate.config.DestinationQuery;
import org.danegate.config.DestinationTable;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
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

    private final WorkingPolicy working;
    private final DestinationTable table;
    private final Texts texts;

    DestinationListPage(WorkingPolicy working, DestinationTable table, Texts texts) {
        this.working = working;
        this.table = table;
        this.texts = texts;
    }

    @GetMapping(DestinationListState.LIST)
    String list(@RequestParam Map<String, String> parameters, Model model) {
        DestinationListState state = DestinationListState.of(parameters);
        DestinationWords words = new DestinationWords(texts);
        DestinationProfile defaults = working.policy().destinationControls().defaultProfile();
        DestinationQuery query = state.query();
        DestinationTable.Listing listing = table.page(query);
        model.addAttribute(
                "rows",
                listing.entries().stream()
                        .map(s -> DestinationRow.of(s, defaults, words))
                        .toList());
        model.addAttribute("columns", DestinationColumns.in(words, texts));
        model.addAttribute("defaults", DestinationRow.ofDefault(defaults, working.changes(), words));
        model.addAttribute("filtered", !query.isEverything());
        model.addAttribute("state", state);
        model.addAttribute("deleted", table.deleted(NAMED));
        showPage(query, listing.total(), model);
        return "destinations/list";
    }

    /// Says how the list is sorted and which page of it is shown.
    private static void showPage(DestinationQuery query, long total, Model model) {
        int pages = (int) Math.max(1, (total + query.size() - 1) / query.size());
        DestinationSetting<?> sort = query.sort();
        model.addAttribute("total", total);
        model.addAttribute("sort", sort == null ? "domain" : sort.key());
        model.addAttribute("order", query.descending() ? "desc" : "asc");
        model.addAttribute("page", Math.min(query.page(), pages));
        model.addAttribute("pages", pages);
        model.addAttribute("size", query.size());
        model.addAttribute("sizes", SIZES);
    }
}
