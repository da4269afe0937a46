package org.danegate.trace;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;

/// Hands on a span for each failed attempt and for a share of the successful ones.
final class AttemptTraces implements DeliveryEvents.Reader {

    private final AttemptSpans spans = new AttemptSpans();
    private final Consumer<Span> export;
    private final double share;
    private final DoubleSupplier dice;

    /// @param share of the successful attempts, 0 to 1
    AttemptTraces(Consumer<Span> export, double share) {
        this(export, share, () -> ThreadLocalRandom.current().nextDouble());
    }

    /// @param dice a number from 0 to 1, without 1
    AttemptTraces(Consumer<Span> export, double share, DoubleSupplier dice) {
        this.export = export;
        this.share = share;
        this.dice = dice;
    }

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.AttemptEnded ended) {
            Span span = spans.of(ended);
            if (ended.trouble() != null || dice.getAsDouble() < share) {
                export.accept(span);
            }
        } else {
            spans.note(event);
        }
    }
}
