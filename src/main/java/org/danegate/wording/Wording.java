package org.danegate.wording;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;

/// A sentence by its code, so that a page can show it in its reader's language.
///
/// @param code key in the bundle `messages/<first part>`: the sentence `policy.range` is in `messages/policy`
/// @param arguments what fills its placeholders: texts, numbers, and wordings that are translated too
public record Wording(String code, List<Object> arguments) {

    public Wording {
        arguments = List.copyOf(arguments);
    }

    /// The sentence `code` with its placeholders filled.
    public static Wording of(String code, Object... arguments) {
        return new Wording(code, List.of(arguments));
    }

    /// The sentence in English, as the command line, the API and the logs show it.
    ///
    /// @throws java.util.MissingResourceException when the bundle has no such code
    public String english() {
        String pattern = English.sentences(code).getString(code);
        if (arguments.isEmpty()) {
            return pattern;
        }
        Object[] places = arguments.stream()
                .map(a -> a instanceof Wording inner ? inner.english() : a)
                .toArray();
        return English.format(code, pattern).format(places);
    }

    /// Loaded when the first fault is put into words: without faults no sentences are needed.
    private static final class English {
        private static final Map<String, ResourceBundle> SENTENCES = new ConcurrentHashMap<>();
        private static final Map<String, MessageFormat> FORMATS = new ConcurrentHashMap<>();

        static ResourceBundle sentences(String code) {
            int dot = code.indexOf('.');
            return SENTENCES.computeIfAbsent(
                    dot < 0 ? code : code.substring(0, dot),
                    room -> ResourceBundle.getBundle("messages/" + room, Locale.ROOT));
        }

        /// Parsing a pattern costs a hundred times what filling it does, and a file may have very many faults.
        /// Returns a copy, because a format is for one thread.
        static MessageFormat format(String code, String pattern) {
            return (MessageFormat) FORMATS.computeIfAbsent(code, c -> new MessageFormat(pattern, Locale.ROOT))
                    .clone();
        }
    }
}
