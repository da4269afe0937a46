package org.danegate.alert.web;

import java.util.ArrayList;
import java.util.List;
import org.danegate.console.Texts;
import org.danegate.wording.Wording;

/// Sentences of alerts in the reader's language.
final class AlertWords {

    /// Characters that no text contains; they mark the values inserted into a sentence.
    private static final String BEFORE_GIVEN = "\u0001";

    private static final String AFTER_GIVEN = "\u0002";
    private static final String MARKS = "[\u0001\u0002]";

    private final Texts texts;

    AlertWords(Texts texts) {
        this.texts = texts;
    }

    /// A part of a sentence.
    ///
    /// @param given whether it is an inserted name or diagnosis; no bundle translates those, so they are English
    public record Part(String text, boolean given) {}

    List<Part> parts(Wording wording) {
        String marked = said(wording);
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < marked.length()) {
            boolean given = marked.startsWith(BEFORE_GIVEN, at);
            int end = marked.indexOf(given ? AFTER_GIVEN : BEFORE_GIVEN, at);
            end = end < 0 ? marked.length() : end;
            parts.add(new Part(marked.substring(given ? at + 1 : at, end), given));
            at = given ? end + 1 : end;
        }
        return parts;
    }

    private String said(Wording wording) {
        Object[] places = wording.arguments().stream()
                .map(a -> switch (a) {
                    case Wording inner -> said(inner);
                    case String text -> BEFORE_GIVEN + text.replaceAll(MARKS, "") + AFTER_GIVEN;
                    default -> a;
                })
                .toArray();
        return texts.of(wording.code(), places);
    }
}
