package org.danegate.tlsrpt;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.danegate.address.OutsideText;

/// What the TXT records at `_smtp._tls.<domain>` say (RFC 8460 section 3).
public sealed interface ReportRecord {

    /// The domain wants reports.
    ///
    /// @param targets at least one, in the order published
    record Found(List<ReportTarget> targets) implements ReportRecord {
        public Found {
            targets = List.copyOf(targets);
        }
    }

    /// The domain wants none, or does not say where.
    ///
    /// @param reason one phrase
    record None(String reason) implements ReportRecord {}

    /// Reads the records.
    ///
    /// @param texts one for each record, its strings joined without a space
    static ReportRecord of(List<String> texts) {
        List<String> candidates = texts.stream()
                .filter(t -> Fields.VERSION.matcher(t).lookingAt())
                .toList();
        return switch (candidates.size()) {
            case 0 -> new None("no TLSRPT record");
            case 1 -> Fields.read(candidates.getFirst());
            default -> new None(candidates.size() + " TLSRPT records where there may be one");
        };
    }

    /// The fields of a record.
    final class Fields {

        private static final Pattern VERSION = Pattern.compile("v=TLSRPTv1[ \\t]*;");
        private static final String RUA = "rua=";
        private static final int MOST_SHOWN = 100;

        private Fields() {}

        private static ReportRecord read(String text) {
            Optional<String> rua = Arrays.stream(text.split(";"))
                    .map(Fields::trimmed)
                    .filter(field -> field.startsWith(RUA))
                    .map(field -> field.substring(RUA.length()))
                    .findFirst();
            if (rua.isEmpty()) {
                return new None("the TLSRPT record has no rua");
            }
            List<ReportTarget> targets = Arrays.stream(rua.get().split(","))
                    .map(Fields::trimmed)
                    .flatMap(uri -> ReportTarget.of(uri).stream())
                    .distinct()
                    .toList();
            return targets.isEmpty()
                    ? new None("the rua of the TLSRPT record has no mailto or https URI: "
                            + OutsideText.brief(rua.get(), MOST_SHOWN))
                    : new Found(targets);
        }

        private static String trimmed(String text) {
            return text.strip();
        }
    }
}
