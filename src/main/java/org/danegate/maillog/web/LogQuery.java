package org.danegate.maillog.web;

import java.util.List;
import java.util.Map;
import org.danegate.maillog.LineFilter;
import org.danegate.maillog.LogSearch;
import org.springframework.web.util.UriComponentsBuilder;

/// The values in the address of a log's page: a copied link shows the same lines.
///
/// @param filter text or expression
/// @param regex whether the user marked it as a regular expression
/// @param plain whether the user marked it as plain text, whatever it looks like
/// @param matchCase whether upper and lower case differ
/// @param invert whether lines that do not match are shown
/// @param context lines around each match
/// @param lines newest matches shown, one of {@link #SIZES}
/// @param id an id such as `MID 6`, empty for all
/// @param file only one file, empty for all
public record LogQuery(
        String filter,
        boolean regex,
        boolean plain,
        boolean matchCase,
        boolean invert,
        int context,
        int lines,
        String id,
        String file) {

    /// Numbers of lines to choose from.
    public static final List<Integer> SIZES = List.of(100, 200, 500, 1000);

    /// Lines of context to choose from.
    public static final List<Integer> CONTEXTS = List.of(0, 2, 5, 10);

    public LogQuery {
        id = id.strip();
        lines = SIZES.contains(lines) ? lines : 200;
        context = CONTEXTS.contains(context) ? context : 0;
    }

    /// Whether the search leaves anything out.
    public boolean searching() {
        return !filter.isEmpty() || !id.isEmpty();
    }

    /// Whether the text is searched as a regular expression because it looks like one.
    public boolean recognised() {
        return !regex && !plain && LineFilter.looksLikeRegex(filter);
    }

    /// Whether the text was searched as plain text and could be meant as a regular expression.
    public boolean couldBeRegex() {
        return !regex && !recognised() && LineFilter.readsAsRegex(filter);
    }

    /// The same search with the text as a regular expression.
    public LogQuery asRegex() {
        return new LogQuery(filter, true, false, matchCase, invert, context, lines, id, file);
    }

    /// The same search with the text as plain text.
    public LogQuery asPlainText() {
        return new LogQuery(filter, false, true, matchCase, invert, context, lines, id, file);
    }

    LogSearch search() {
        return new LogSearch(filter, regex || recognised(), matchCase, invert, context, lines, id, file);
    }

    /// The address of these lines.
    ///
    /// @param path such as `/system/logs/mail_logs`
    public String at(String path) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path).queryParam("lines", lines);
        if (!filter.isEmpty()) {
            address.queryParam("filter", "{filter}")
                    .queryParam("regex", regex)
                    .queryParam("plain", plain)
                    .queryParam("matchCase", matchCase)
                    .queryParam("invert", invert)
                    .queryParam("context", context);
        }
        if (!id.isEmpty()) {
            address.queryParam("id", "{id}");
        }
        if (!file.isEmpty()) {
            address.queryParam("file", "{file}");
        }
        return address.encode()
                .buildAndExpand(Map.of("filter", filter, "id", id, "file", file))
                .toUriString();
    }
}
