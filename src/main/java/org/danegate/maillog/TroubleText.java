package org.danegate.maillog;

import java.util.stream.Collectors;
import org.danegate.address.VisibleText;
import org.danegate.event.Trouble;

/// A recipient's trouble as the appliance writes it at the end of its lines.
final class TroubleText {

    private TroubleText() {}

    /// ` - 5.1.0 - Unknown address error ('550', ['text'])`.
    static String of(Trouble trouble) {
        String said = trouble.lines().stream().map(VisibleText::quoted).collect(Collectors.joining(", "));
        return " - " + trouble.enhanced() + " - " + trouble.summary() + " (" + VisibleText.quoted(trouble.code())
                + ", [" + said + "])";
    }
}
