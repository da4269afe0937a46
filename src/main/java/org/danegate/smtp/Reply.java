package org.danegate.smtp;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An SMTP reply (RFC 5321 4.2), complete with all its lines.
///
/// @param code 200 to 599
/// @param lines text of each line without the code, at least one
public record Reply(int code, List<String> lines) {

    private static final Pattern ENHANCED = Pattern.compile("^([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s|$)");

    public Reply {
        lines = List.copyOf(lines);
    }

    /// The enhanced status code (RFC 2034) at the start of the first line, empty when there is none.
    public String enhanced() {
        Matcher matcher = ENHANCED.matcher(lines.getFirst());
        return matcher.find() ? matcher.group(1) : "";
    }

    /// Whether the code is 2yz.
    public boolean isPositive() {
        return code / 100 == 2;
    }

    /// Whether the code is 3yz.
    boolean isIntermediate() {
        return code / 100 == 3;
    }

    /// Whether the code is 5yz.
    public boolean isPermanent() {
        return code / 100 == 5;
    }

    /// The texts of all lines in one.
    public String text() {
        return String.join(" ", lines);
    }
}
