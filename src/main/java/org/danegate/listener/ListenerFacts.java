package org.danegate.listener;

import java.util.List;
import org.danegate.status.StatusFact;
import org.danegate.status.StatusFact.Light;
import org.danegate.status.StatusFacts;

/// The listeners on System Status: where they listen, or why they do not.
record ListenerFacts(SmtpListeners listeners) implements StatusFacts {

    @Override
    public String area() {
        return "listeners";
    }

    @Override
    public int order() {
        return 60;
    }

    @Override
    public List<StatusFact> facts() {
        return listeners.states().stream().map(ListenerFacts::fact).toList();
    }

    private static StatusFact fact(SmtpListeners.State state) {
        String place = state.address() + " port " + state.port();
        StatusFact fact = state.fault() == null
                ? StatusFact.words("listener", "system-status.listeners.open", place, state.connections())
                        .lit(Light.GOOD)
                : StatusFact.words("listener", "system-status.listeners.closed", place, state.fault())
                        .lit(Light.BAD);
        return fact.named(state.name());
    }
}
