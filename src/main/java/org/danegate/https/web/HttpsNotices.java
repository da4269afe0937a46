package org.danegate.https.web;

import java.util.List;
import java.util.Set;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;
import org.danegate.https.ConsoleHttps;
import org.springframework.stereotype.Component;

/// Says on the pages of the console's HTTPS and of certificates what is wrong with it.
@Component
class HttpsNotices implements PageNotices {

    private static final Set<String> PAGES = Set.of("/network/console", "/network/certificates");

    private final ConsoleHttps https;
    private final Texts texts;

    HttpsNotices(ConsoleHttps https, Texts texts) {
        this.https = https;
        this.texts = texts;
    }

    @Override
    public List<String> on(String path) {
        return PAGES.contains(path) ? https.troubles().stream().map(texts::of).toList() : List.of();
    }
}
