package org.danegate.maillog;

import java.util.List;
import org.danegate.status.StatusFact;
import org.danegate.status.StatusFact.Light;
import org.danegate.status.StatusFacts;

/// The logs on System Status: whether they are written, and the reason if not.
record LogFacts(MailLogFiles files) implements StatusFacts {

    @Override
    public String area() {
        return LOGS;
    }

    @Override
    public int order() {
        return 65;
    }

    @Override
    public List<StatusFact> facts() {
        return files.states().stream().map(LogFacts::fact).toList();
    }

    private static StatusFact fact(MailLogFiles.State state) {
        StatusFact fact = state.fault() == null
                ? StatusFact.words(LOG, "system-status.logs.written").lit(Light.GOOD)
                : StatusFact.words(LOG, "system-status.logs.not-written", state.fault())
                        .lit(Light.BAD);
        return fact.named(state.log());
    }
}
