package org.danegate.address;

/// Cuts text that others can make as long as they like: what a peer says, or what a resolver makes us say. A reason is
/// for people and for log lines, and its beginning says why.
public final class ShortText {

    /// So much over the bound is let be: no longer than what would be said instead, and what is cut is not cut
    /// again.
    private static final int SLACK = 40;

    private ShortText() {}

    /// The text, or its beginning and how much more there was.
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
