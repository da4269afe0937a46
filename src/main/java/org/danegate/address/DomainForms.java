package org.danegate.address;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Converts between the two forms of internationalized names, `faß.example` and `xn--fa-hia.example`, so that a search
/// for one form finds both.
public final class DomainForms {

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}_.\\-\\u200c\\u200d\\u3002\\uff0e\\uff61]+");

    private DomainForms() {}

    /// Converts a typed piece of a name to the form that {@link #contains} compares: lower case, with full-width
    /// forms made narrow.
    public static String sought(String piece) {
        String stripped = piece.strip();
        return isAscii(stripped) ? stripped.toLowerCase(Locale.ROOT) : Idna.mapped(stripped);
    }

    /// Whether either form of a name contains a piece.
    ///
    /// @param name a name in A-labels, or an address literal
    /// @param sought the piece, as returned by {@link #sought}
    public static boolean contains(String name, String sought) {
        return name.contains(sought)
                || name.contains("xn--") && Idna.toUnicode(name).contains(sought);
    }

    /// The name in its own script; empty when that is the same as its A-labels.
    ///
    /// @param name a name in A-labels, or an address literal
    public static String ownScript(String name) {
        String unicode = name.contains("xn--") ? Idna.toUnicode(name) : name;
        return unicode.equals(name) ? "" : unicode;
    }

    /// The text itself, and the text with each name replaced by its other form.
    public static Set<String> of(String text) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(text);
        if (!isAscii(text)) {
            forms.add(rewritten(
                    text, name -> isAscii(name) ? name : Idna.toAscii(name).orElse(name)));
        }
        if (text.toLowerCase(Locale.ROOT).contains("xn--")) {
            forms.add(rewritten(text, name -> Idna.toUnicode(name.toLowerCase(Locale.ROOT))));
        }
        return forms;
    }

    private static String rewritten(String text, UnaryOperator<String> form) {
        return NAME.matcher(text).replaceAll(name -> Matcher.quoteReplacement(form.apply(name.group())));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
