package org.danegate.config;

/// Writes times and sizes for forms in the largest unit that divides them evenly; the policy file accepts these
/// units too.
public final class PolicyUnits {

    private PolicyUnits() {}

    /// `72h` for `259200s`; other texts are unchanged.
    public static String time(String text) {
        return in(text, "s", 60, "m", "h");
    }

    /// `20MB` for `20971520`; other texts are unchanged.
    public static String size(String text) {
        return in(text, "", 1024, "kB", "MB");
    }

    private static String in(String text, String small, int step, String middle, String large) {
        if (!text.matches("[0-9]{1,15}" + small)) {
            return text;
        }
        long number = Long.parseLong(text.substring(0, text.length() - small.length()));
        if (number == 0 || number % step != 0 || number == step) {
            return text;
        }
        long middles = number / step;
        return middles % step == 0 ? middles / step + large : middles + middle;
    }
}
