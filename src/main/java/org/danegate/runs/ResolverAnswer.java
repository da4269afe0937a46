package org.danegate.runs;

import java.util.List;
import java.util.Optional;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;

/// What one resolver answers, in the form that is compared. Pure.
///
/// @param status such as `SECURE`, `INSECURE`, `BOGUS` or `NXDOMAIN`
/// @param records as text, sorted; empty when there are none
record ResolverAnswer(String resolver, String status, List<String> records) {

    private static final int MOST_OF_RECORD = 26;

    /// Empty when the resolver was silent: that is the resolver's trouble, not the domain's.
    static Optional<ResolverAnswer> of(String resolver, Answer<?> answer) {
        return switch (answer) {
            case Answer.Found<?> f ->
                Optional.of(new ResolverAnswer(
                        resolver,
                        f.status().name(),
                        f.records().stream().map(ResolverAnswer::text).sorted().toList()));
            case Answer.Denied<?> d -> Optional.of(none(resolver, (d.secure() ? "SECURE " : "INSECURE ") + d.status()));
            case Answer.Bogus<?> b -> Optional.of(none(resolver, b.status().name()));
            case Answer.Failed<?> f -> failed(resolver, f);
        };
    }

    private static Optional<ResolverAnswer> failed(String resolver, Answer.Failed<?> failed) {
        return switch (failed.failure()) {
            case TIMEOUT, NO_SERVER -> Optional.empty();
            case SERVFAIL, REFUSED, MALFORMED, ALIAS_LOOP ->
                Optional.of(none(resolver, failed.failure().name()));
        };
    }

    private static ResolverAnswer none(String resolver, String status) {
        return new ResolverAnswer(resolver, status, List.of());
    }

    private static String text(Object record) {
        return record instanceof MxRecord mx ? mx.preference() + " " + mx.target() : record.toString();
    }

    /// Whether mail is treated the same with both answers.
    boolean agreesWith(ResolverAnswer other) {
        return status.equals(other.status) && records.equals(other.records);
    }

    /// The answer as text: with its first record that the other lacks when only the records differ.
    String against(ResolverAnswer other) {
        String first = records.stream()
                .filter(record -> !other.records.contains(record))
                .findFirst()
                .orElse(records.isEmpty() ? "" : records.getFirst());
        return resolver + " " + status
                + (first.isEmpty() || !status.equals(other.status) ? "" : " (" + brief(first) + ")");
    }

    private static String brief(String record) {
        return record.length() <= MOST_OF_RECORD ? record : record.substring(0, MOST_OF_RECORD) + "…";
    }
}
