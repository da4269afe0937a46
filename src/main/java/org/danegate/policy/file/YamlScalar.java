package org.danegate.policy.file;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;

/// The notations of single values in a policy file. Each reader throws a {@link RefusedException} for a text that is
/// none.
final class YamlScalar {

    private static final Pattern AMOUNT = Pattern.compile("(\\d+)\\s*([a-zA-Z]*)");

    private YamlScalar() {}

    /// A reader that reports faults by that code, with the text as given.
    static <T> Function<String, T> worded(String code, Function<String, T> reader) {
        return text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw new RefusedException(Wording.of(code, text));
            }
        };
    }

    static int wholeNumber(String text) {
        try {
            return Integer.parseInt(text.strip().replace("_", ""));
        } catch (NumberFormatException e) {
            throw new RefusedException(Wording.of("policy.file.number", text));
        }
    }

    static boolean truth(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new RefusedException(Wording.of("policy.file.truth", text));
        };
    }

    static <E extends Enum<E>> E word(Class<E> type, String text) {
        for (E word : type.getEnumConstants()) {
            if (word.name().equalsIgnoreCase(text.strip())) {
                return word;
            }
        }
        throw new RefusedException(Wording.of("policy.file.word", Arrays.toString(type.getEnumConstants()), text));
    }

    /// `259200s`, `15m`, `72h`, `3d`, or plain seconds.
    static Duration duration(String text) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new RefusedException(Wording.of("policy.file.duration", text));
        }
        long amount = amount(matcher.group(1));
        return switch (matcher.group(2)) {
            case "", "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new RefusedException(Wording.of("policy.file.duration", text));
        };
    }

    /// `20MB`, `512kB`, `1GB` (powers of 1024), or plain octets.
    static long size(String text) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new RefusedException(Wording.of("policy.file.size", text));
        }
        long amount = amount(matcher.group(1));
        return switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
            case "", "B" -> amount;
            case "KB", "K" -> amount << 10;
            case "MB", "M" -> amount << 20;
            case "GB", "G" -> amount << 30;
            default -> throw new RefusedException(Wording.of("policy.file.size", text));
        };
    }

    private static long amount(String digits) {
        if (digits.length() > 12) {
            throw new RefusedException(Wording.of("policy.file.large", digits));
        }
        return Long.parseLong(digits);
    }
}
