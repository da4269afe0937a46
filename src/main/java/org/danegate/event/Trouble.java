package org.danegate.event;

import java.util.List;

/// Why a recipient was not delivered.
///
/// @param code the peer's SMTP reply code as three digits, `000` when none was had
/// @param enhanced enhanced status code (RFC 3463), such as `4.7.5`
/// @param summary the appliance's short text, such as `Other network problem`
/// @param lines what was said or seen, complete and in order
/// @param dane true when the DANE decision is the cause
public record Trouble(String code, String enhanced, String summary, List<String> lines, boolean dane) {

    public Trouble {
        lines = List.copyOf(lines);
    }

    /// True for an enhanced code of class 5.
    public boolean permanent() {
        return enhanced.startsWith("5");
    }

    /// All lines as one text for people.
    public String text() {
        return lines.isEmpty() ? summary : String.join(" ", lines);
    }
}
