package org.danegate.runs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.danegate.event.DeliveryEvent;

/// What a run of the schedule reports when it ends: one warning for all domains that got worse. Pure.
final class RunSummary {

    private RunSummary() {}

    /// @param first the first results, worst first
    /// @return empty when no domain got worse
    static Optional<DeliveryEvent> of(Run.Tally tally, List<DomainResult> first, Instant now) {
        if (tally.worse() == 0) {
            return Optional.empty();
        }
        List<String> named = first.stream()
                .filter(result -> result.change() == Change.WORSE)
                .map(result -> result.domain().ascii())
                .toList();
        int others = tally.worse() - named.size();
        String text = "daneverify by schedule: domains that DANE succeeded for and that fail now: "
                + tally.worse() + ": "
                + named.stream().collect(Collectors.joining(", ")) + (others > 0 ? " and " + others + " more" : "");
        return Optional.of(new DeliveryEvent.SystemNotice(now, true, text));
    }
}
