package org.danegate.dkim;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text of a DKIM-Signature field (RFC 6376 3.5). The octets that are signed are those that are sent, so it is
/// written once.
final class SignatureText {

    /// Columns after which a line is folded.
    private static final int WIDTH = 72;

    private final StringBuilder text = new StringBuilder("DKIM-Signature:");
    private int column = text.length();

    private SignatureText() {}

    /// What a signature says.
    ///
    /// @param domain `d=`, A-labels
    /// @param at `t=`
    /// @param expires `x=`; null for none
    /// @param names `h=`
    /// @param bodyHash `bh=`
    record Tags(
            KeyAlgorithm algorithm,
            String domain,
            String selector,
            Instant at,
            @Nullable Instant expires,
            List<String> names,
            byte[] bodyHash) {}

    /// The field up to `b=`, without anything behind it.
    static String unsigned(Tags tags) {
        SignatureText field = new SignatureText();
        field.tag("v=1;");
        field.tag("a=" + tags.algorithm().signature() + ";");
        field.tag("c=relaxed/relaxed;");
        field.tag("d=" + tags.domain() + ";");
        field.tag("s=" + tags.selector() + ";");
        field.tag("i=@" + tags.domain() + ";");
        field.tag("t=" + tags.at().getEpochSecond() + ";");
        Instant expires = tags.expires();
        if (expires != null) {
            field.tag("x=" + expires.getEpochSecond() + ";");
        }
        field.names(tags.names());
        field.tag("bh=" + Base64.getEncoder().encodeToString(tags.bodyHash()) + ";");
        field.tag("b=");
        return field.text.toString();
    }

    /// The whole field with its CRLF.
    ///
    /// @param unsigned from {@link #unsigned}
    static String signed(String unsigned, byte[] signature) {
        String value = Base64.getEncoder().encodeToString(signature);
        StringBuilder whole = new StringBuilder(unsigned);
        int room = Math.max(1, WIDTH - (unsigned.length() - unsigned.lastIndexOf('\n') - 1));
        int from = 0;
        while (from < value.length()) {
            int to = Math.min(value.length(), from + room);
            whole.append(from == 0 ? "" : "\r\n ").append(value, from, to);
            from = to;
            room = WIDTH - 1;
        }
        return whole.append("\r\n").toString();
    }

    private void tag(String tag) {
        if (column + 1 + tag.length() > WIDTH) {
            fold();
        } else {
            append(" ");
        }
        append(tag);
    }

    private void names(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String part = names.get(i) + (i + 1 < names.size() ? ":" : ";");
            if (i == 0) {
                tag("h=" + part);
            } else {
                if (column + part.length() > WIDTH) {
                    fold();
                }
                append(part);
            }
        }
    }

    private void fold() {
        text.append("\r\n ");
        column = 1;
    }

    private void append(String part) {
        text.append(part);
        column += part.length();
    }
}
