package org.danegate.address;

/// Cuts text that others can make as long as they like: a peer's words, or a reason that quotes a resolver. Reasons are
/// for people and for log lines, and the beginning of a reason gives the cause.
public final class ShortText {

    /// Text may exceed the bound by this much: the note about the cut would be as long as the rest, and text that
    /// is already cut is not cut again.
    private static final int SLACK = 40;

    private ShortText() {}

    /// The text, or its beginning and how much was cut.
    ///
    /// @param most characters of the beginning, 1 or more
    public static String of(String text, int most) {
        if (text.length() <= most + SLACK) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + " … and " + (text.length() - end) + " more characters";
    }
}
