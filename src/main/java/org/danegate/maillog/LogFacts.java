package org.danegate.maillog;

import java.util.ArrayList;
import java.util.List;
import org.danegate.status.StatusFact;
import org.danegate.status.StatusFact.Light;
import org.danegate.status.StatusFacts;
import org.danegate.syslog.TargetState;

/// The logs on System Status: whether they are written and sent, and the reason if not.
record LogFacts(MailLogFiles files) implements StatusFacts {

    private static final String COLLECTOR = "collector";

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
        List<StatusFact> facts =
                new ArrayList<>(files.states().stream().map(LogFacts::fact).toList());
        for (String log : files.pushed()) {
            files.collector(log).map(LogFacts::collector).ifPresent(fact -> facts.add(fact.named(log)));
        }
        return facts;
    }

    private static StatusFact collector(TargetState state) {
        String error = state.lastError();
        return state.failingSince() == null || error == null
                ? StatusFact.words(
                                COLLECTOR, "system-status.logs.sent", state.collector(), state.sent(), state.dropped())
                        .lit(state.dropped() == 0 ? Light.GOOD : Light.WARN)
                : StatusFact.words(
                                COLLECTOR,
                                "system-status.logs.not-sent",
                                state.collector(),
                                state.waiting(),
                                state.dropped(),
                                error)
                        .lit(Light.WARN);
    }

    private static StatusFact fact(MailLogFiles.State state) {
        StatusFact fact = state.fault() == null
                ? StatusFact.words(LOG, "system-status.logs.written").lit(Light.GOOD)
                : StatusFact.words(LOG, "system-status.logs.not-written", state.fault())
                        .lit(Light.BAD);
        return fact.named(state.log());
    }
}
