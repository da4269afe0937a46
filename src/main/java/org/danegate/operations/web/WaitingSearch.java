package org.danegate.operations.web;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.console.Texts;
import org.danegate.operations.QueueDesk;
import org.danegate.queue.MessageSearch;
import org.danegate.queue.WaitingMessage;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Finds waiting messages: by `MID 12` or `12`, and by an address of their senders or recipients.
@Component
@Order(40)
class WaitingSearch implements SearchTarget {

    private static final String PAGE = "/monitor/delivery-queue";
    private static final int NAMED = 2;

    private final QueueDesk desk;
    private final Texts texts;

    WaitingSearch(QueueDesk desk, Texts texts) {
        this.desk = desk;
        this.texts = texts;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        OptionalLong mid = words.id("MID");
        if (mid.isPresent()) {
            List<SearchHit> hits = desk.message(mid.getAsLong()).map(message -> hit(message, Certainty.EXACT)).stream()
                    .toList();
            return List.of(SearchGroup.of("menu.monitor.delivery-queue", hits));
        }
        return words.address()
                ? List.of(
                        group("recipient", new MessageSearch("", words.text(), "", false, 0, SearchGroup.MOST), words),
                        group("sender", new MessageSearch(words.text(), "", "", false, 0, SearchGroup.MOST), words))
                : List.of();
    }

    private SearchGroup group(String field, MessageSearch search, SearchWords words) {
        MessageSearch.Page page = desk.find(search);
        return new SearchGroup(
                "queue.search." + field,
                SearchHit.address(PAGE + "?" + field + "={value}", words.text()),
                page.messages().stream()
                        .map(message -> hit(message, Certainty.PART))
                        .toList(),
                page.more());
    }

    private SearchHit hit(WaitingMessage message, Certainty certainty) {
        String sender = message.envelope().sender();
        String recipients = message.recipients().stream()
                .limit(NAMED)
                .map(recipient -> recipient.address().text())
                .collect(Collectors.joining(", "));
        int more = Math.max(0, message.recipients().size() - NAMED);
        return new SearchHit(
                "MID " + message.mid(),
                texts.of("queue.search.detail", sender.isEmpty() ? "<>" : sender, recipients, more),
                PAGE + "/" + message.mid(),
                certainty);
    }
}
