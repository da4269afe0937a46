package org.danegate.config.web;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.danegate.config.PolicyRevision;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.console.Texts;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Finds a revision of the configuration: `revision 5`, or `5`, which may mean something else too.
@Component
@Order(95)
class RevisionSearch implements SearchTarget {

    private static final String PAGE = "/system/revisions";

    private final WorkingPolicy working;
    private final Texts texts;

    RevisionSearch(WorkingPolicy working, Texts texts) {
        this.working = working;
        this.texts = texts;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        Optional<SearchWords> named = words.after(texts.withEnglish("history.search.words"));
        OptionalLong number = named.orElse(words).id("#");
        List<SearchHit> hits = number.isEmpty()
                ? List.of()
                : working.revision(number.getAsLong()).stream()
                        .map(revision -> hit(revision, named.isEmpty() ? Certainty.PART : Certainty.EXACT))
                        .toList();
        return List.of(SearchGroup.of("menu.system.revisions", PAGE, hits));
    }

    private SearchHit hit(PolicyRevision revision, Certainty certainty) {
        String time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(LocaleContextHolder.getLocale())
                .format(revision.committedAt().atZone(ZoneId.systemDefault()));
        return new SearchHit(
                texts.of("history.search.revision", String.valueOf(revision.number())),
                revision.committedBy() + " · " + time
                        + (revision.comment().isEmpty() ? "" : " · " + revision.comment()),
                PAGE + "/" + revision.number(),
                certainty);
    }
}
