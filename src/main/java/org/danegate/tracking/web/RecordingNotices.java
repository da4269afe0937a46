package org.danegate.tracking.web;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;
import org.danegate.tracking.NotRecorded;
import org.danegate.tracking.Tracking;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/// Says above every page that messages are missing in Message Tracking at present: nobody looks for what is missing.
@Component
class RecordingNotices implements PageNotices {

    private final Tracking tracking;
    private final Texts texts;

    RecordingNotices(Tracking tracking, Texts texts) {
        this.tracking = tracking;
        this.texts = texts;
    }

    @Override
    public List<String> on(String path) {
        return tracking.notRecorded().map(this::notice).stream().toList();
    }

    private String notice(NotRecorded gap) {
        String since = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(LocaleContextHolder.getLocale())
                .format(gap.since().atZone(ZoneId.systemDefault()));
        return texts.of("tracking.not-recorded", since, gap.entries(), gap.cause());
    }
}
