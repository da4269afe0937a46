package org.danegate.advisor.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.danegate.rehearsal.Said;
import org.danegate.wording.Wording;

/// Sentences that quote a reason of a lookup or a handshake, with the reason as a sentence that has a translation.
final class Translated {

    private static final Set<String> QUOTING = Set.of(
            "advice.missing.mismatch",
            "advice.missing.unreached",
            "advice.missing.plan",
            "advice.missing.no-host",
            "advice.risk.plan");

    private Translated() {}

    /// The same sentence; its last place is the reason.
    static Wording of(Wording wording) {
        if (!QUOTING.contains(wording.code())) {
            return wording;
        }
        List<Object> arguments = new ArrayList<>(wording.arguments());
        arguments.set(arguments.size() - 1, Said.of(String.valueOf(arguments.getLast())));
        return new Wording(wording.code(), arguments);
    }
}
