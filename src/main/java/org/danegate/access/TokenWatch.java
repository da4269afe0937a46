package org.danegate.access;

import java.time.Duration;
import java.time.InstantSource;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Supplier;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.timing.RegularWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Warns once, [#BEFORE] before it happens, that an API token will stop working; the warning becomes an alert.
final class TokenWatch implements SmartLifecycle {

    /// How long before the end.
    static final Period BEFORE = Period.ofDays(14);

    private static final Duration PAUSE = Duration.ofHours(1);

    private final ApiTokens tokens;
    private final Supplier<@Nullable DeliveryEvents> events;
    private final InstantSource clock;
    private final RegularWork work = new RegularWork(
            "token-watch", LoggerFactory.getLogger(TokenWatch.class), "The ends of API tokens could not be checked");

    TokenWatch(ApiTokens tokens, Supplier<@Nullable DeliveryEvents> events, InstantSource clock) {
        this.tokens = tokens;
        this.events = events;
        this.clock = clock;
    }

    /// Looks for tokens whose end is near.
    void look() {
        DeliveryEvents readers = events.get();
        if (readers == null) {
            return;
        }
        for (ApiToken token : tokens.announceEnds(BEFORE)) {
            readers.publish(new DeliveryEvent.SystemNotice(
                    clock.instant(),
                    true,
                    "API token \"" + token.getLabel() + "\" of user " + token.getUserName() + " stops working on "
                            + Objects.requireNonNull(token.getExpiresAt(), "an end")
                                    .truncatedTo(ChronoUnit.SECONDS)
                            + ": make another one on the page Users for whatever uses it"));
        }
    }

    @Override
    public void start() {
        work.every(Duration.ofMinutes(1), PAUSE, this::look);
    }

    @Override
    public void stop() {
        work.end();
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }
}
