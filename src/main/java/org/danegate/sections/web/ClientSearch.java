package org.danegate.sections.web;

import java.net.InetAddress;
import java.util.List;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.console.Texts;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.Policy;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Leads from a client's address to the sender group it is in, at each listener.
@Component
@Order(70)
class ClientSearch implements SearchTarget {

    private final WorkingPolicy working;
    private final Texts texts;

    ClientSearch(WorkingPolicy working, Texts texts) {
        this.working = working;
        this.texts = texts;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        if (!isAddress(words.text())) {
            return List.of();
        }
        Policy policy = working.policy();
        List<SearchHit> hits = policy.listeners().stream()
                .limit(SearchGroup.MOST + 1)
                .map(listener -> hit(words.text(), listener, policy))
                .toList();
        return List.of(SearchGroup.of("sections.search.client", PolicySection.SENDER_GROUPS.address(), hits));
    }

    private static boolean isAddress(String text) {
        // Neither a number by itself, which the JDK takes for an address, nor a zone.
        if (!text.matches("\\d+(\\.\\d+){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*")) {
            return false;
        }
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private SearchHit hit(String client, ListenerSettings listener, Policy policy) {
        SectionPlace place = SectionPlace.of(PolicySection.SENDER_GROUPS, policy, listener.name())
                .orElseThrow();
        HatTester tester = HatTester.of(policy, place, client);
        HatTester.Match match = tester == null ? null : tester.match();
        boolean only = policy.listeners().size() == 1;
        return new SearchHit(
                client,
                match == null
                        ? texts.of("sections.search.client.none", listener.name())
                        : texts.of("sections.search.client.match", listener.name(), match.group(), match.policy()),
                PolicySection.SENDER_GROUPS.address() + (only ? "?" : place.query() + "&") + "client=" + client,
                Certainty.EXACT);
    }
}
