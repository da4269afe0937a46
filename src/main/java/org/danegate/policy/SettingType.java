package org.danegate.policy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The type of a {@link DestinationSetting}'s values: their order, and how to read them from text and write them
/// as text.
///
/// @param <T> type of the values
public sealed interface SettingType<T> extends Comparator<T> {

    /// Class of the values.
    Class<T> valueType();

    /// The value as one line of text, which {@link #parse} reads.
    String text(T value);

    /// Reads a value. Ranges are not checked, because a working copy may have faults.
    ///
    /// @throws IllegalArgumentException when the text is no value of this type
    T parse(String text);

    /// The value as a policy file represents it: a text, a number, a truth value, or a map of numbers.
    Object tree(T value);

    /// One of the words of an enumeration.
    record Words<E extends Enum<E>>(Class<E> type) implements SettingType<E> {

        /// All of them, in the order of the appliance's form.
        public List<E> values() {
            return List.of(type.getEnumConstants());
        }

        @Override
        public int compare(E a, E b) {
            return a.compareTo(b);
        }

        @Override
        public Class<E> valueType() {
            return type;
        }

        @Override
        public String text(E value) {
            return value.name();
        }

        @Override
        public E parse(String text) {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        }

        @Override
        public Object tree(E value) {
            return value.name();
        }
    }

    /// A whole number.
    record Count(int least, int most) implements SettingType<Integer> {

        @Override
        public int compare(Integer a, Integer b) {
            return a.compareTo(b);
        }

        @Override
        public Class<Integer> valueType() {
            return Integer.class;
        }

        @Override
        public String text(Integer value) {
            return value.toString();
        }

        @Override
        public Integer parse(String text) {
            return Integer.valueOf(text);
        }

        @Override
        public Object tree(Integer value) {
            return value;
        }
    }

    /// No or yes.
    record Truth() implements SettingType<Boolean> {

        @Override
        public int compare(Boolean a, Boolean b) {
            return a.compareTo(b);
        }

        @Override
        public Class<Boolean> valueType() {
            return Boolean.class;
        }

        @Override
        public String text(Boolean value) {
            return value.toString();
        }

        @Override
        public Boolean parse(String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(text);
            };
        }

        @Override
        public Object tree(Boolean value) {
            return value;
        }
    }

    /// Recipients per number of minutes; on a form and in a policy file each of the two numbers has its own field.
    record Rate(Count recipients, Count minutes) implements SettingType<RecipientLimit> {

        /// Names of the two fields.
        public static final List<String> PARTS = List.of("recipients", "minutes");

        @Override
        public int compare(RecipientLimit a, RecipientLimit b) {
            return Comparator.comparingInt(RecipientLimit::recipients)
                    .thenComparing(RecipientLimit::minutes, Comparator.reverseOrder())
                    .compare(a, b);
        }

        @Override
        public Class<RecipientLimit> valueType() {
            return RecipientLimit.class;
        }

        @Override
        public String text(RecipientLimit value) {
            return value.recipients() + "/" + value.minutes();
        }

        @Override
        public RecipientLimit parse(String text) {
            List<Integer> parts =
                    Arrays.stream(text.split("/", -1)).map(Integer::valueOf).toList();
            if (parts.size() != PARTS.size()) {
                throw new IllegalArgumentException(text);
            }
            return new RecipientLimit(parts.getFirst(), parts.getLast());
        }

        @Override
        public Object tree(RecipientLimit value) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put(PARTS.getFirst(), value.recipients());
            map.put(PARTS.getLast(), value.minutes());
            return map;
        }
    }

    /// The name of a bounce profile.
    record ProfileName() implements SettingType<String> {

        @Override
        public int compare(String a, String b) {
            return a.compareTo(b);
        }

        @Override
        public Class<String> valueType() {
            return String.class;
        }

        @Override
        public String text(String value) {
            return value;
        }

        @Override
        public String parse(String text) {
            return text;
        }

        @Override
        public Object tree(String value) {
            return value;
        }
    }
}
