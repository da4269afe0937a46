package org.danegate.listener;

import java.util.List;
import java.util.stream.Stream;
import org.danegate.status.StatusFact;
import org.danegate.status.StatusFact.Light;
import org.danegate.status.StatusFacts;

/// The listeners on System Status: where they listen, or why they do not.
record ListenerFacts(SmtpListeners listeners) implements StatusFacts {

    @Override
    public String area() {
        return StatusFacts.LISTENERS;
    }

    @Override
    public int order() {
        return 60;
    }

    @Override
    public List<StatusFact> facts() {
        return listeners.states().stream().flatMap(ListenerFacts::of).toList();
    }

    private static Stream<StatusFact> of(SmtpListeners.State state) {
        return state.certificateFault() == null
                ? Stream.of(fact(state))
                : Stream.of(
                        fact(state),
                        StatusFact.words(
                                        StatusFacts.CERTIFICATE,
                                        "system-status.listeners.certificate-fault",
                                        state.certificateFault())
                                .named(state.name())
                                .lit(Light.BAD));
    }

    private static StatusFact fact(SmtpListeners.State state) {
        String place = state.address() + " port " + state.port();
        StatusFact fact = state.rest() != Rest.NONE
                ? resting(state.rest(), place)
                : state.fault() == null
                        ? StatusFact.words(
                                        StatusFacts.LISTENER,
                                        "system-status.listeners.open",
                                        place,
                                        state.connections())
                                .lit(Light.GOOD)
                        : StatusFact.words(StatusFacts.LISTENER, "system-status.listeners.closed", place, state.fault())
                                .lit(Light.BAD);
        return fact.named(state.name());
    }

    private static StatusFact resting(Rest rest, String place) {
        return rest == Rest.DRAINING
                ? StatusFact.words(StatusFacts.LISTENER, "system-status.listeners.draining", place)
                        .lit(Light.WARN)
                : StatusFact.words(StatusFacts.LISTENER, "system-status.listeners.no-role", place);
    }
}
