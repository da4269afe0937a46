package org.danegate.status;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.danegate.console.FrameLight;
import org.danegate.console.RowStates;
import org.danegate.console.Texts;
import org.danegate.status.StatusFact.Light;
import org.danegate.status.StatusFact.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Shows the facts of System Status where people and programs look without opening that page: in the frame of all
/// pages, in the rows of configuration lists, and in the server's health.
final class FactLights implements RowStates {

    private static final Map<String, String> AREAS =
            Map.of("/network/listeners", StatusFacts.LISTENERS, "/system/log-subscriptions", StatusFacts.LOGS);

    private final Supplier<List<StatusFacts>> rooms;
    private final Texts texts;

    /// @param rooms the rooms that contribute facts
    FactLights(Supplier<List<StatusFacts>> rooms, Texts texts) {
        this.rooms = rooms;
        this.texts = texts;
    }

    @Override
    public List<RowState> of(String page, String name) {
        return facts(AREAS.getOrDefault(page, "")).stream()
                .filter(fact -> name.equals(fact.name()))
                .map(fact -> new RowState(state(fact.light()), words(fact)))
                .toList();
    }

    /// The light of the listeners: red when one is not open or its certificate cannot be presented.
    FrameLight listeners() {
        List<StatusFact> facts = facts(StatusFacts.LISTENERS);
        long bad = facts.stream().filter(fact -> fact.light() == Light.BAD).count();
        FrameLight.State state =
                facts.isEmpty() ? FrameLight.State.UNKNOWN : bad > 0 ? FrameLight.State.BAD : FrameLight.State.GOOD;
        return new FrameLight("listeners", state, List.of(bad), "/network/listeners");
    }

    /// The logs that cannot be written, for every page: nothing else would show it.
    List<String> logs() {
        return facts(StatusFacts.LOGS).stream()
                .filter(fact -> fact.light() == Light.BAD)
                .map(fact -> texts.of("system-status.logs.notice", String.valueOf(fact.name()), words(fact)))
                .toList();
    }

    /// Down while a fact with that key is bad.
    HealthIndicator health(String area, String key) {
        return () -> {
            Health.Builder health = Health.up();
            facts(area).stream()
                    .filter(fact -> fact.key().equals(key) && fact.light() == Light.BAD)
                    .forEach(fact -> health.down().withDetail(String.valueOf(fact.name()), reason(fact)));
            return health.build();
        };
    }

    private List<StatusFact> facts(String area) {
        return rooms.get().stream()
                .filter(room -> room.area().equals(area))
                .flatMap(room -> room.facts().stream())
                .toList();
    }

    private String words(StatusFact fact) {
        return fact.value() instanceof Value.Words words
                ? texts.of(words.key(), words.places().toArray())
                : "";
    }

    /// What programs read is not translated; the last argument is the reason.
    private static String reason(StatusFact fact) {
        return fact.value() instanceof Value.Words words && !words.places().isEmpty()
                ? String.valueOf(words.places().getLast())
                : "";
    }

    private static FrameLight.State state(Light light) {
        return switch (light) {
            case GOOD -> FrameLight.State.GOOD;
            case WARN -> FrameLight.State.WARN;
            case BAD -> FrameLight.State.BAD;
            case NONE -> FrameLight.State.UNKNOWN;
        };
    }
}
