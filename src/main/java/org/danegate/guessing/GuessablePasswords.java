package org.danegate.guessing;

import java.util.List;
import java.util.Locale;

/// Finds passwords that a guesser tries early although they are long: few different characters, runs of the keyboard or
/// the alphabet, and common words followed by something.
public final class GuessablePasswords {

    private static final int FEWEST_DIFFERENT = 5;
    private static final int LONGEST_REST = 6;

    private static final List<String> RUNS = List.of(
            "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb");
    private static final List<String> WORDS = List.of(
            "password",
            "passw0rd",
            "contrasena",
            "administrator",
            "administrador",
            "letmein",
            "welcome",
            "iloveyou",
            "qwerty",
            "danegate",
            "ironport",
            "changeme",
            "correcthorsebatterystaple");

    private GuessablePasswords() {}

    /// Whether a guesser tries the password early.
    public static boolean has(String password) {
        String plain = password.toLowerCase(Locale.ROOT);
        if (plain.chars().distinct().count() < FEWEST_DIFFERENT) {
            return true;
        }
        String letters = plain.replaceAll("[^\\p{L}0-9]", "");
        return RUNS.stream()
                        .anyMatch(run -> run.contains(letters) || reversed(run).contains(letters))
                || WORDS.stream().anyMatch(word -> isMostly(letters, word));
    }

    /// Whether the text is the word, perhaps repeated, with a few characters around it.
    private static boolean isMostly(String letters, String word) {
        return letters.contains(word) && letters.replace(word, "").length() <= LONGEST_REST;
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }
}
