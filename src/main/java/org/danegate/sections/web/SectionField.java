package org.danegate.sections.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.danegate.config.PolicyUnits;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.jspecify.annotations.Nullable;

/// A field of an object of the policy, as it is typed and as the policy file has it.
///
/// @param key key of the policy file
/// @param input how it is typed
/// @param column whether the list shows it
/// @param choices words to choose from, empty when there are none; the first one is empty when the choice is optional
public record SectionField(String key, Input input, boolean column, List<String> choices) {

    /// The longest text that a field accepts, in characters: a mail address (RFC 5321, 4.5.3.1) is the longest
    /// of all.
    private static final int LONGEST = 320;

    private static final int LONGEST_LIST = 1_000_000;
    private static final Set<String> TRUTHS = Set.of("", "true", "false");

    /// How a field is typed.
    public enum Input {
        TEXT,
        /// Octets, with a unit: `20MB`.
        SIZE,
        /// Time with a unit: `72h`.
        TIME,
        TRUTH,
        CHOICE,
        /// The name of another object of the configuration.
        OFFERED,
        /// A text on each line.
        LINES,
        /// A text of several lines that stays as it is, such as certificates.
        BLOCK,
        /// A destination host on each line: `host`, `[host]`, `host:port`, `host/pri=10`, `USEDNS` or
        /// `/dev/null`.
        HOSTS
    }

    static SectionField text(String key) {
        return new SectionField(key, Input.TEXT, true, List.of());
    }

    static SectionField size(String key) {
        return new SectionField(key, Input.SIZE, true, List.of());
    }

    static SectionField time(String key) {
        return new SectionField(key, Input.TIME, true, List.of());
    }

    static SectionField detail(String key) {
        return new SectionField(key, Input.TEXT, false, List.of());
    }

    static SectionField offered(String key, boolean column) {
        return new SectionField(key, Input.OFFERED, column, List.of());
    }

    /// A name that the list shows and that need not be chosen.
    static SectionField optional(String key) {
        return new SectionField(key, Input.OFFERED, true, List.of(""));
    }

    static SectionField truth(String key) {
        return new SectionField(key, Input.TRUTH, false, List.of());
    }

    static SectionField choice(String key, Object... choices) {
        return new SectionField(
                key,
                Input.CHOICE,
                true,
                Arrays.stream(choices).map(String::valueOf).toList());
    }

    /// A choice that the list does not show.
    static SectionField detailChoice(String key, String... choices) {
        return new SectionField(key, Input.CHOICE, false, List.of(choices));
    }

    static SectionField block(String key) {
        return new SectionField(key, Input.BLOCK, false, List.of());
    }

    static SectionField lines(String key) {
        return new SectionField(key, Input.LINES, true, List.of());
    }

    static SectionField hosts(String key) {
        return new SectionField(key, Input.HOSTS, true, List.of());
    }

    /// Whether one of the names must be chosen.
    public boolean isNeeded() {
        return column && choices.isEmpty();
    }

    /// The value as a list shows it.
    public String shown(String typed) {
        return input == Input.CHOICE && !typed.isEmpty()
                ? typed.charAt(0) + typed.substring(1).toLowerCase(Locale.ROOT)
                : typed;
    }

    /// The text of the field for a value of the policy file.
    String typed(@Nullable Object value) {
        if (value == null) {
            return input == Input.TRUTH ? "false" : "";
        }
        return switch (input) {
            case TEXT, TRUTH, CHOICE, OFFERED, BLOCK -> String.valueOf(value);
            case SIZE -> PolicyUnits.size(String.valueOf(value));
            case TIME -> PolicyUnits.time(String.valueOf(value));
            case LINES, HOSTS ->
                String.join(
                        "\n",
                        value instanceof List<?> list
                                ? list.stream().map(DeliveryHost::line).toList()
                                : List.of());
        };
    }

    /// What is wrong with a text regardless of the policy, as a sentence.
    Optional<String> typedFault(String typed, Texts texts) {
        return switch (input) {
            case LINES, HOSTS, BLOCK -> TypedText.faultOfLines(typed, LONGEST_LIST, texts);
            case CHOICE ->
                typed.isEmpty() || choices.contains(typed) ? Optional.empty() : Optional.of(texts.of("form.choice"));
            case TRUTH -> TRUTHS.contains(typed) ? Optional.empty() : Optional.of(texts.of("form.choice"));
            case TEXT, SIZE, TIME, OFFERED -> TypedText.fault(typed, LONGEST, texts);
        };
    }

    /// The value of the policy file for a typed text; null leaves the key out.
    @Nullable
    Object value(String typed) {
        String text = typed.strip();
        return switch (input) {
            case TEXT, SIZE, TIME, CHOICE, OFFERED -> text.isEmpty() ? null : text;
            case TRUTH -> Boolean.valueOf(text);
            case BLOCK -> text.isEmpty() ? null : text.replace("\r\n", "\n") + "\n";
            case LINES -> linesOf(text);
            case HOSTS -> linesOf(text).stream().map(DeliveryHost::read).toList();
        };
    }

    private static List<String> linesOf(String text) {
        return text.lines()
                .flatMap(l -> Arrays.stream(l.split(",")))
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .toList();
    }
}
