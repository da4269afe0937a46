package org.danegate.console;

import java.util.Optional;
import org.danegate.address.OutsideText;

/// Limits for all fields: no field accepts endless text, or invisible characters that break or turn logs, files and
/// pages ({@link OutsideText}).
public final class TypedText {

    private TypedText() {}

    /// A sentence for the fault in a line of text; empty when there is none.
    ///
    /// @param longest longest text accepted, in characters
    public static Optional<String> fault(String text, int longest, Texts texts) {
        return fault(text, text, longest, texts);
    }

    /// Does the same for a text of several lines.
    ///
    /// @param longest longest text accepted, in characters
    public static Optional<String> faultOfLines(String text, int longest, Texts texts) {
        return fault(text, text.replaceAll("[\\r\\n\\t]", ""), longest, texts);
    }

    private static Optional<String> fault(String text, String seen, int longest, Texts texts) {
        if (text.length() > longest) {
            return Optional.of(texts.of("form.too-long", longest, text.length()));
        }
        return OutsideText.isHarmless(seen) ? Optional.empty() : Optional.of(texts.of("form.control"));
    }
}
