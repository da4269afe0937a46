package org.danegate.credentials;

import java.util.random.RandomGenerator;

/// Passwords of 140 random bits that people can copy by hand: seven groups of four characters.
final class RandomPassword {

    /// 32 characters, without those that are easily confused.
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int CHARACTERS = 28;
    private static final int GROUP = 4;

    private RandomPassword() {}

    static String make(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
