package org.danegate.tracking.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.console.Texts;
import org.danegate.tracking.FoundMessage;
import org.danegate.tracking.TrackedMessage;
import org.danegate.tracking.Tracking;
import org.danegate.tracking.TrackingAnswer;
import org.danegate.tracking.TrackingQuery;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Finds messages of Message Tracking: by `MID 12` or `12`, by a Message-ID, and by an address of their senders or
/// recipients within the last 30 days.
@Component
@Order(50)
class TrackedSearch implements SearchTarget {

    private static final String PAGE = "/monitor/message-tracking";
    private static final String KIND = "menu.monitor.message-tracking";
    private static final int DAYS = 30;
    private static final int NAMED = 2;

    /// People wait for the search of the top bar, and it asks three times.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Tracking tracking;
    private final InstantSource clock;
    private final Texts texts;

    TrackedSearch(Tracking tracking, InstantSource clock, Texts texts) {
        this.tracking = tracking;
        this.clock = clock;
        this.texts = texts;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        OptionalLong mid = words.id("MID");
        if (mid.isPresent()) {
            return List.of(group(KIND, "", query("", "", mid.getAsLong(), "", Instant.EPOCH), Certainty.EXACT));
        }
        if (!words.address()) {
            return List.of();
        }
        LocalDate first =
                LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault()).minusDays(DAYS);
        Instant from = first.atStartOfDay(ZoneId.systemDefault()).toInstant();
        String text = words.text();
        return List.of(
                group(KIND, "", query("", "", 0, text, Instant.EPOCH), Certainty.EXACT),
                group("recipient", words, first, query("", text, 0, "", from)),
                group("sender", words, first, query(text, "", 0, "", from)));
    }

    private TrackingQuery query(String sender, String recipient, long mid, String messageId, Instant from) {
        // A message that is being accepted at this moment counts too.
        Instant to = clock.instant().plusSeconds(1);
        return new TrackingQuery(
                sender, recipient, "", mid, messageId, "", null, null, from, to, SearchGroup.MOST + 1, null);
    }

    private SearchGroup group(String field, SearchWords words, LocalDate from, TrackingQuery query) {
        String list = SearchHit.address(PAGE + "?from=" + from + "T00:00&" + field + "={value}", words.text());
        return group("tracking.search." + field, list, query, Certainty.PART);
    }

    /// There may be more hits when the time was up.
    private SearchGroup group(String kind, String list, TrackingQuery query, Certainty certainty) {
        TrackingAnswer answer = tracking.search(query, PATIENCE);
        List<SearchHit> hits = answer.messages().stream()
                .map(FoundMessage::message)
                .map(message -> hit(message, certainty))
                .toList();
        SearchGroup group = SearchGroup.of(kind, list, hits);
        return new SearchGroup(group.kind(), group.list(), group.hits(), group.more() || !answer.complete());
    }

    private SearchHit hit(TrackedMessage message, Certainty certainty) {
        String recipients = message.recipients().stream().limit(NAMED).collect(Collectors.joining(", "));
        String sender = message.sender().isEmpty() ? "<>" : message.sender();
        int more = Math.max(0, message.recipients().size() - NAMED);
        String time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(LocaleContextHolder.getLocale())
                .format(message.receivedAt().atZone(ZoneId.systemDefault()));
        return new SearchHit(
                "MID " + message.mid(),
                texts.of("tracking.search.detail", sender, recipients, more)
                        + " · "
                        + time
                        + (message.subject().isEmpty() ? "" : " · " + message.subject()),
                PAGE + "/" + message.mid(),
                certainty);
    }
}
