package org.danegate.config.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.danegate.config.DestinationEdits;
import org.danegate.config.DestinationQuery;
import org.danegate.config.DestinationTable;
import org.danegate.config.PolicyChange;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// Mail Policies > Destination Controls: the table. Filter, order and page are the database's work, and the address's.
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

    /// One line of the list, in words.
    ///
    /// @param id null for Default
    /// @param unicode the domain in its own script, null where that is the same
    /// @param change class and word of the mark for an uncommitted change, null for none
    /// @param verifiable whether daneverify can be asked for the domain
    public record Row(
            @Nullable Long id,
            String domain,
            @Nullable String unicode,
            @Nullable String change,
            Cell ipAddressPreference,
            Cell connections,
            Cell messages,
            Cell recipients,
            Cell tls,
            Cell dane,
            Cell bounceVerification,
            Cell bounceProfile,
            boolean verifiable) {}

    /// @param style `inherited` where the value is Default's
    public record Cell(String text, String style) {}

    @GetMapping(DestinationListState.LIST)
    String list(DestinationListState state, Model model) {
        DestinationWords words = new DestinationWords(texts);
        DestinationProfile defaults = working.policy().destinationControls().defaultProfile();
        DestinationQuery query = state.query();
        DestinationTable.Listing listing = table.page(query);
        int pages = (int) Math.max(1, (listing.total() + query.size() - 1) / query.size());
        model.addAttribute(
                "rows",
                listing.entries().stream().map(s -> row(s, defaults, words)).toList());
        model.addAttribute("defaults", defaultRow(defaults, words));
        model.addAttribute("total", listing.total());
        model.addAttribute("filtered", !query.isEverything());
        model.addAttribute("state", state);
        model.addAttribute("sort", query.sort().name().toLowerCase(Locale.ROOT));
        model.addAttribute("order", query.descending() ? "desc" : "asc");
        model.addAttribute("page", Math.min(query.page(), pages));
        model.addAttribute("pages", pages);
        model.addAttribute("size", query.size());
        model.addAttribute("sizes", SIZES);
        model.addAttribute("tlsChoices", filterChoices(TlsSupport.values(), words));
        model.addAttribute("daneChoices", filterChoices(DaneSupport.values(), words));
        model.addAttribute("deleted", table.deleted(NAMED));
        return "config/destinations";
    }

    private static Map<String, String> filterChoices(Enum<?>[] values, DestinationWords words) {
        Map<String, String> choices = new LinkedHashMap<>();
        choices.put("", words.of("any"));
        choices.put(DestinationChoices.USE_DEFAULT, words.of("uses-default"));
        for (Enum<?> value : values) {
            choices.put(value.name(), words.value(value));
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
                cell(words.own(e.ipAddressPreference()), e.ipAddressPreference()),
                cell(words.of("connections", p.concurrentConnections()), e.concurrentConnections()),
                cell(words.of("messages", p.messagesPerConnection()), e.messagesPerConnection()),
                cell(recipients(p, words), e.recipientLimit()),
                cell(words.own(e.tls(), p.tls()), e.tls()),
                cell(words.own(e.dane(), p.dane()), e.dane()),
                cell(words.own(e.bounceVerification(), p.bounceVerification()), e.bounceVerification()),
                cell(words.own(e.bounceProfile()), e.bounceProfile()),
                !e.pattern().subdomains());
    }

    private Row defaultRow(DestinationProfile d, DestinationWords words) {
        String change = working.changes().stream()
                .filter(c -> c.object().equals("Destination Default"))
                .map(c -> words.of("change." + c.kind().name()))
                .findFirst()
                .orElse(null);
        return new Row(
                null,
                words.of("default"),
                null,
                change,
                cell(words.value(d.ipAddressPreference()), d),
                cell(words.of("connections", d.concurrentConnections()), d),
                cell(words.of("messages", d.messagesPerConnection()), d),
                cell(recipients(d, words), d),
                cell(words.value(d.tls()), d),
                cell(words.value(d.dane()), d),
                cell(words.value(d.bounceVerification()), d),
                cell(d.bounceProfile(), d),
                false);
    }

    private static String recipients(DestinationProfile p, DestinationWords words) {
        return p.recipientLimit().recipients() == 0 ? words.of("no-recipient-limit") : words.value(p.recipientLimit());
    }

    private static Cell cell(String text, @Nullable Object own) {
        return new Cell(text, own == null ? "inherited" : "");
    }
}
