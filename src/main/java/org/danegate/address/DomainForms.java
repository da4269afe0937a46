package org.danegate.address;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The two forms of names outside ASCII, `faß.example` and `xn--fa-hia.example`, for those who look for one and mean
/// both.
public final class DomainForms {

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}_.\\-\\u200c\\u200d\\u3002\\uff0e\\uff61]+");

    private DomainForms() {}

    /// A piece of a name as a person types it, in the form that {@link #contains} compares: small letters,
    /// full-width forms narrow.
    public static String sought(String piece) {
        String stripped = piece.strip();
        return isAscii(stripped) ? stripped.toLowerCase(Locale.ROOT) : Idna.mapped(stripped);
    }

    /// Whether either form of a name contains a piece.
    ///
    /// @param name a name in A-labels, or an address literal
    /// @param sought as {@link #sought} gives it
    public static boolean contains(String name, String sought) {
        return name.contains(sought)
                || name.contains("xn--") && Idna.toUnicode(name).contains(sought);
    }

    /// A name in its own script, where that is another form than its A-labels; empty where it is not.
    ///
    /// @param name a name in A-labels, or an address literal
    public static String ownScript(String name) {
        String unicode = name.contains("xn--") ? Idna.toUnicode(name) : name;
        return unicode.equals(name) ? "" : unicode;
    }

    /// A text as it is, and with the names in it in their other forms.
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
