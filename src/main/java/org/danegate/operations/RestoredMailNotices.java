package org.danegate.operations;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Set;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;
import org.springframework.context.i18n.LocaleContextHolder;

/// A notice above the pages about mail while restored mail is held.
final class RestoredMailNotices implements PageNotices {

    private static final Set<String> PAGES =
            Set.of("/monitor/overview", "/monitor/delivery-status", "/monitor/delivery-queue", "/system/status");

    private final RestoredMailDesk desk;
    private final Texts texts;

    RestoredMailNotices(RestoredMailDesk desk, Texts texts) {
        this.desk = desk;
        this.texts = texts;
    }

    @Override
    public List<String> on(String path) {
        if (!PAGES.contains(path)) {
            return List.of();
        }
        DateTimeFormatter time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(LocaleContextHolder.getLocale())
                .withZone(ZoneId.systemDefault());
        return desk.held().stream()
                .map(held -> texts.of(
                        "queue.restored.notice",
                        held.messages(),
                        held.more() ? 1 : 0,
                        time.format(held.takenAt()),
                        held.node()))
                .toList();
    }
}
