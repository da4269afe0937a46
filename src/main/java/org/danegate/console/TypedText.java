package org.danegate.console;

import java.util.Optional;
import org.danegate.address.OutsideText;

/// What no field takes, whatever it is for: texts without end, and characters that nobody sees and that break or turn
/// logs, files and pages ({@link OutsideText}).
public final class TypedText {

    private TypedText() {}

    /// A sentence for what is wrong with a line of text; empty when nothing is.
    ///
    /// @param longest length that is taken, in characters
    public static Optional<String> fault(String text, int longest, Texts texts) {
        return fault(text, text, longest, texts);
    }

    /// The same for a text of several lines.
    ///
    /// @param longest length of all of it, in characters
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
