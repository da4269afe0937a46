package org.danegate.address;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The recipient as the sender wrote it, from the ORCPT parameter (RFC 3461 4.2, RFC 6533 section 3).
///
/// @param type address type as given, such as `rfc822` or `utf-8`
/// @param address decoded; for every type but `utf-8` printable ASCII and white space
public record OriginalRecipient(String type, String address) {

    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9-]{1,60}");
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-F]{2,6})}");

    /// Parses a parameter: `type;xtext`, or `utf-8;` and one of the forms of RFC 6533.
    ///
    /// @return empty when the parameter is not valid, or hides a character that cannot be shown
    ///     ({@link OutsideText}) and that no path may have
    public static Optional<OriginalRecipient> parse(String parameter) {
        int semicolon = parameter.indexOf(';');
        if (semicolon < 0 || !TYPE.matcher(parameter.substring(0, semicolon)).matches()) {
            return Optional.empty();
        }
        String type = parameter.substring(0, semicolon);
        String value = parameter.substring(semicolon + 1);
        return (isUtf8(type) ? fromUnicodeText(value) : Xtext.decode(value))
                .map(address -> new OriginalRecipient(type, address));
    }

    /// The recipient for a `message/delivery-status` part, all ASCII: other characters become `\x{…}` (RFC 6533
    /// section 3).
    public String asciiField() {
        return type + ";" + (isUtf8(type) ? embedded(address) : address);
    }

    /// The address with its type, as a `message/delivery-status` part has it, all ASCII (RFC 3464 2.3.2, RFC
    /// 6533 3).
    public static String asciiField(String address) {
        return address.chars().allMatch(c -> c < 0x80) ? "rfc822; " + address : "utf-8; " + embedded(address);
    }

    /// Rewrites a parameter that was received with SMTPUTF8, for a peer without it: `utf-8-addr-xtext` replaces raw
    /// characters (RFC 6533 section 3). All other parameters stay as they are.
    public static String asciiParameter(String parameter) {
        return parameter.chars().allMatch(c -> c < 0x80)
                ? parameter
                : parse(parameter).map(OriginalRecipient::asciiField).orElse("");
    }

    /// Embeds the characters that `utf-8-addr-xtext` does not allow: all but printable ASCII, and `\`, `+`, `=`.
    private static String embedded(String address) {
        StringBuilder ascii = new StringBuilder();
        address.codePoints().forEach(c -> {
            if (c > 0x20 && c < 0x7f && c != '\\' && c != '+' && c != '=') {
                ascii.appendCodePoint(c);
            } else {
                boolean alone = Character.getType(c) == Character.SURROGATE;
                ascii.append(String.format(Locale.ROOT, "\\x{%02X}", alone ? 0xfffd : c));
            }
        });
        return ascii.toString();
    }

    private static Optional<String> fromUnicodeText(String value) {
        StringBuilder address = new StringBuilder();
        int i = 0;
        while (i < value.length()) {
            int c = value.codePointAt(i);
            int length = Character.charCount(c);
            if (c == '\\') {
                Matcher point = EMBEDDED.matcher(value).region(i, value.length());
                if (!point.lookingAt()) {
                    return Optional.empty();
                }
                c = Integer.parseInt(point.group(1), 16);
                length = point.end() - point.start();
                if (c > Character.MAX_CODE_POINT) {
                    return Optional.empty();
                }
            } else if (c == ' ' || c == '=') {
                return Optional.empty();
            }
            if (!OutsideText.isHarmless(c)) {
                return Optional.empty();
            }
            address.appendCodePoint(c);
            i += length;
        }
        return address.isEmpty() ? Optional.empty() : Optional.of(address.toString());
    }

    private static boolean isUtf8(String type) {
        return type.equalsIgnoreCase("utf-8");
    }
}
