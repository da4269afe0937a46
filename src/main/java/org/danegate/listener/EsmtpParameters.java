package org.danegate.listener;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.danegate.address.OriginalRecipient;
import org.danegate.address.Xtext;
import org.jspecify.annotations.Nullable;

/// The `KEYWORD[=value]` parameters of MAIL and RCPT (RFC 5321 4.1.2). Reading a parameter removes it; parameters left
/// at the end are unknown.
final class EsmtpParameters {

    private final Map<String, String> values;

    private EsmtpParameters(Map<String, String> values) {
        this.values = values;
    }

    static EsmtpParameters parse(String text) throws SyntaxException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(" +")) {
            int equals = part.indexOf('=');
            String key = (equals < 0 ? part : part.substring(0, equals)).toUpperCase(Locale.ROOT);
            if (key.isEmpty() || values.put(key, equals < 0 ? "" : part.substring(equals + 1)) != null) {
                throw fault("Parameter given twice or without a name");
            }
            if (equals == part.length() - 1) {
                throw fault("Parameter " + key.replaceAll("[^A-Z0-9-]", "?") + " has no value");
            }
        }
        return new EsmtpParameters(values);
    }

    /// Whether parameters are left that were not read.
    boolean hasMore() {
        return !values.isEmpty();
    }

    /// A parameter without a value.
    boolean flag(String key) throws SyntaxException {
        @Nullable String value = values.remove(key);
        if (value != null && !value.isEmpty()) {
            throw fault(key + " takes no value");
        }
        return value != null;
    }

    /// A number of up to 18 digits, 0 when absent.
    long number(String key) throws SyntaxException {
        @Nullable String value = values.remove(key);
        if (value == null) {
            return 0;
        }
        if (!value.matches("[0-9]{1,18}")) {
            throw fault(key + " must be a number");
        }
        return Long.parseLong(value);
    }

    /// One of the words in upper case, empty when absent.
    String oneOf(String key, List<String> words) throws SyntaxException {
        @Nullable String value = values.remove(key);
        if (value == null) {
            return "";
        }
        String word = value.toUpperCase(Locale.ROOT);
        if (!words.contains(word)) {
            throw fault(key + " must be one of " + String.join(", ", words));
        }
        return word;
    }

    /// An xtext value (RFC 3461 section 4) as given, empty when absent.
    ///
    /// @param longest the most characters that it may encode
    String xtext(String key, int longest) throws SyntaxException {
        @Nullable String value = values.remove(key);
        if (value == null) {
            return "";
        }
        if (Xtext.decode(value).filter(text -> text.length() <= longest).isEmpty()) {
            throw fault(key + " is not valid xtext");
        }
        return value;
    }

    /// Drops AUTH of MAIL: `<>` or a mailbox in xtext (RFC 4954 section 5).
    void submitter(String key) throws SyntaxException {
        @Nullable String value = values.remove(key);
        if (value != null && !value.equals("<>") && Xtext.decode(value).isEmpty()) {
            throw fault(key + " must be <> or a mailbox in xtext");
        }
    }

    /// NOTIFY: `NEVER`, or a list of SUCCESS, FAILURE, DELAY (RFC 3461 4.1); upper case, empty when absent.
    String notification() throws SyntaxException {
        @Nullable String value = values.remove("NOTIFY");
        if (value == null) {
            return "";
        }
        String words = value.toUpperCase(Locale.ROOT);
        List<String> list = List.of(words.split(",", -1));
        boolean valid = words.equals("NEVER")
                || Set.of("SUCCESS", "FAILURE", "DELAY").containsAll(list)
                        && list.stream().distinct().count() == list.size();
        if (!valid) {
            throw fault("NOTIFY must be NEVER or a list of SUCCESS, FAILURE, DELAY");
        }
        return words;
    }

    /// ORCPT: `type;xtext` (RFC 3461 4.2) or `utf-8;…` (RFC 6533 section 3); as given, empty when absent.
    String originalRecipient() throws SyntaxException {
        @Nullable String value = values.remove("ORCPT");
        if (value == null) {
            return "";
        }
        if (value.length() > 500 || OriginalRecipient.parse(value).isEmpty()) {
            throw fault("ORCPT must be an address type, a semicolon and xtext");
        }
        return value;
    }

    private static SyntaxException fault(String text) {
        return new SyntaxException(Reply.of(501, "5.5.4", text));
    }
}
