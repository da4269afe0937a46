package org.danegate.maillog;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.console.Texts;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.springframework.web.util.UriComponentsBuilder;

/// An id of a connection or message leads to its lines in the first mail log. Whether there are any is not looked up:
/// the files may be large.
final class LogLinesSearch implements SearchTarget {

    private static final List<String> IDS = List.of("MID", "DCID", "ICID");

    private final CommittedPolicy policy;
    private final Texts texts;

    LogLinesSearch(CommittedPolicy policy, Texts texts) {
        this.policy = policy;
        this.texts = texts;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        List<SearchHit> hits = policy.current().policy().logSubscriptions().stream()
                .filter(log -> log.enabled() && log.type() == LogSubscription.Type.MAIL)
                .limit(1)
                .flatMap(log -> IDS.stream().flatMap(kind -> hit(log, kind, words)))
                // A number by itself is a MID.
                .limit(1)
                .toList();
        return List.of(SearchGroup.of("maillog.search.kind", hits));
    }

    private Stream<SearchHit> hit(LogSubscription log, String kind, SearchWords words) {
        OptionalLong id = words.id(kind);
        return id.isEmpty() ? Stream.empty() : Stream.of(hit(log, kind + " " + id.getAsLong()));
    }

    private SearchHit hit(LogSubscription log, String id) {
        String address = UriComponentsBuilder.fromPath("/system/logs/{name}")
                .queryParam("id", "{id}")
                .encode()
                .buildAndExpand(log.name(), id)
                .toUriString();
        return new SearchHit(id, texts.of("maillog.search.detail", log.name()), address, SearchHit.Certainty.UNPROVEN);
    }
}
