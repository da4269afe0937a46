package org.danegate.console;

import java.util.List;
import org.springframework.http.ETag;

/// The If-Match header, RFC 9110 section 13.1.1: `*`, or tags, one of them the current one by strong comparison, which
/// a weak tag never passes. A value that cannot be parsed matches nothing.
public final class IfMatch {

    private IfMatch() {}

    /// Whether any state is accepted.
    public static boolean any(List<String> header) {
        return header.stream().anyMatch(v -> v.strip().equals("*"));
    }

    /// @param header values of the header's lines
    /// @param current a strong tag with its quotes
    public static boolean names(List<String> header, String current) {
        return ETag.parse(String.join(",", header)).stream()
                .anyMatch(t -> !t.weak() && t.formattedTag().equals(current));
    }
}
