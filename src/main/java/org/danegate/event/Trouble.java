package org.danegate.event;

import java.util.List;
import java.util.stream.Stream;
import org.danegate.address.ShortText;

/// Why a recipient was not delivered.
///
/// @param code the peer's SMTP reply code as three digits; `000` when there was none
/// @param enhanced enhanced status code (RFC 3463), such as `4.7.5`
/// @param summary the appliance's short text, such as `Other network problem`
/// @param lines what was said or seen, in order; long lines are cut, and so is a long list
/// @param dane true when the DANE decision is the cause
public record Trouble(String code, String enhanced, String summary, List<String> lines, boolean dane) {

    /// The most lines that are kept; one further line says how many were dropped.
    public static final int MOST_LINES = 20;

    /// The most characters of a line that are kept; replies of SMTP have 512 octets (RFC 5321 section 4.5.3.1.5).
    public static final int MOST_IN_LINE = 600;

    /// The most characters of all lines as one text.
    public static final int MOST_IN_TEXT = 2000;

    private static final String MORE = "… and ";

    public Trouble {
        lines = kept(lines);
    }

    /// Leaves a list that was cut before as it is.
    private static List<String> kept(List<String> all) {
        int more = all.size() - MOST_LINES;
        boolean before = more == 1 && all.getLast().startsWith(MORE);
        Stream<String> kept =
                all.stream().limit(before ? MOST_LINES + 1 : MOST_LINES).map(line -> ShortText.of(line, MOST_IN_LINE));
        return before || more <= 0
                ? kept.toList()
                : Stream.concat(kept, Stream.of(MORE + more + " more lines")).toList();
    }

    /// Returns true for an enhanced code of class 5.
    public boolean permanent() {
        return enhanced.startsWith("5");
    }

    /// Returns all lines as one text for people, cut at {@link #MOST_IN_TEXT}.
    public String text() {
        return lines.isEmpty() ? summary : ShortText.of(String.join(" ", lines), MOST_IN_TEXT);
    }
}
