package org.danegate.sts;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.danegate.address.OutsideText;

/// What the TXT records at `_mta-sts.<domain>` say (RFC 8461 section 3.1).
public sealed interface StsRecord {

    /// The domain publishes a policy.
    ///
    /// @param id of this version of the policy, 1 to 32 letters and digits; case counts
    record Found(String id) implements StsRecord {}

    /// The domain publishes no policy, or what it publishes is not one record of the right form.
    ///
    /// @param reason one phrase
    record None(String reason) implements StsRecord {}

    /// Reads the records.
    ///
    /// @param texts one for each record, its strings joined without a space
    static StsRecord of(List<String> texts) {
        List<String> candidates = texts.stream()
                .filter(t -> Fields.VERSION.matcher(t).lookingAt())
                .toList();
        return switch (candidates.size()) {
            case 0 -> new None("no MTA-STS record");
            case 1 -> Fields.read(candidates.getFirst());
            default -> new None(candidates.size() + " MTA-STS records where there may be one");
        };
    }

    /// The fields of a record.
    final class Fields {

        // The grammar allows blanks before the first semicolon, the rule for choosing records does not.
        private static final Pattern VERSION = Pattern.compile("v=STSv1[ \\t]*;");
        private static final Pattern FIELD =
                Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31})=([\\x21-\\x3a\\x3c\\x3e-\\x7e]+)");
        private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");
        private static final Pattern BLANKS = Pattern.compile("^[ \\t]+|[ \\t]+$");
        private static final int MOST_SHOWN = 100;

        private Fields() {}

        private static StsRecord read(String text) {
            List<String> fields = Arrays.stream(text.split(";", -1))
                    .map(f -> BLANKS.matcher(f).replaceAll(""))
                    .skip(1)
                    .toList();
            List<String> present = fields.getLast().isEmpty() ? fields.subList(0, fields.size() - 1) : fields;
            for (String field : present) {
                if (!FIELD.matcher(field).matches()) {
                    return new None("the MTA-STS record has a field of a wrong form: " + shown(field));
                }
            }
            return present.stream()
                    .filter(f -> f.startsWith("id="))
                    .findFirst()
                    .map(f -> ofId(f.substring(3)))
                    .orElse(new None("the MTA-STS record has no id"));
        }

        private static StsRecord ofId(String id) {
            return ID.matcher(id).matches()
                    ? new Found(id)
                    : new None("the id of the MTA-STS record is not 1 to 32 letters and digits: " + shown(id));
        }

        private static String shown(String text) {
            return "\"" + OutsideText.brief(text, MOST_SHOWN) + "\"";
        }
    }
}
