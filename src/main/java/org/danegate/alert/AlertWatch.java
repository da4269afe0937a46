package org.danegate.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.danegate.policy.AlertLimits;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.Policy;
import org.danegate.wording.Wording;

/// Judges all destinations by the rules, in one pass a minute. The caller takes care that one thread runs it.
final class AlertWatch {

    private static final Duration WINDOW = Duration.ofHours(1);

    private final Supplier<List<DestinationState>> destinations;
    private final PastOfDestinations past;
    private final Troubles troubles;
    private final CommittedPolicy policy;
    private final InstantSource clock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /// @param total active recipients at a time
    private record Sample(Instant at, long total) {}

    /// @param destinations those for which mail waits
    AlertWatch(
            Supplier<List<DestinationState>> destinations,
            PastOfDestinations past,
            Troubles troubles,
            CommittedPolicy policy,
            InstantSource clock) {
        this.destinations = destinations;
        this.past = past;
        this.troubles = troubles;
        this.policy = policy;
        this.clock = clock;
        troubles.open().stream().map(AlertTrouble::finding).forEach(this::recall);
    }

    /// Recalls after a restart which destinations one alert reported together.
    private void recall(Finding finding) {
        if (!finding.members().isEmpty()) {
            DestinationRule.of(finding.kind())
                    .ifPresent(rule -> past.keepTogether(rule, Set.copyOf(finding.members())));
        }
    }

    /// One pass: finds what is wrong now, and what is over.
    void look() {
        Instant now = clock.instant();
        Policy current = policy.current().policy();
        AlertLimits limits = current.alerts().limits();
        List<DestinationState> states = destinations.get();
        past.note(states, now);
        boolean requiredTls = current.destinationControls().global().alertOnRequiredTlsFailure();
        DestinationRule.Terms terms = new DestinationRule.Terms(limits, requiredTls, now);
        Set<Alert.Kind> on = EnumSet.noneOf(Alert.Kind.class);
        Set<Alert.Kind> off = EnumSet.noneOf(Alert.Kind.class);
        List<Finding> found = new ArrayList<>();
        DestinationFindings findings = new DestinationFindings(states, past, terms);
        for (DestinationRule rule : DestinationRule.values()) {
            (rule.isOn(terms) ? on : off).add(rule.kind());
            found.addAll(findings.of(rule, openOf(rule.kind())));
        }
        (limits.growth().recipients() > 0 ? on : off).add(Alert.Kind.RECIPIENTS_GROWING);
        growth(states, limits.growth(), now).ifPresent(found::add);
        (limits.expired() > 0 ? on : off).add(Alert.Kind.RECIPIENTS_EXPIRED);
        expired(limits.expired(), now).ifPresent(found::add);
        troubles.settle(on, found);
        troubles.drop(off);
        conditions(current);
    }

    private Set<String> openOf(Alert.Kind kind) {
        return troubles.open().stream()
                .map(AlertTrouble::finding)
                .filter(finding -> finding.kind() == kind)
                .map(Finding::about)
                .collect(Collectors.toSet());
    }

    private Optional<Finding> growth(List<DestinationState> states, AlertLimits.Growth limit, Instant now) {
        long total = states.stream().mapToLong(DestinationState::waiting).sum();
        samples.removeIf(sample -> sample.at().isBefore(now.minus(WINDOW)));
        samples.addLast(new Sample(now, total));
        long least = samples.stream().mapToLong(Sample::total).min().orElse(total);
        boolean grows =
                limit.recipients() > 0 && total - least >= limit.recipients() && total >= limit.factor() * least;
        return grows
                ? Optional.of(Finding.of(
                        Alert.Kind.RECIPIENTS_GROWING,
                        "all destinations",
                        Severity.WARNING,
                        Wording.of("alert.raised.growing", least, total, topmost(states))))
                : Optional.empty();
    }

    private static Wording topmost(List<DestinationState> states) {
        List<String> names = states.stream()
                .sorted(Comparator.comparingInt(DestinationState::waiting).reversed())
                .limit(3)
                .map(DestinationState::domain)
                .toList();
        return DestinationFindings.names(names, names.size());
    }

    /// An open trouble stays open until an hour has passed without an expired recipient.
    private Optional<Finding> expired(int limit, Instant now) {
        Map<String, Integer> of = past.expired(now);
        int sum = of.values().stream().mapToInt(Integer::intValue).sum();
        boolean open = !openOf(Alert.Kind.RECIPIENTS_EXPIRED).isEmpty();
        if (limit == 0 || sum == 0 || (sum < limit && !open)) {
            return Optional.empty();
        }
        List<String> names = of.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        return Optional.of(Finding.of(
                Alert.Kind.RECIPIENTS_EXPIRED,
                "expired mail",
                Severity.WARNING,
                Wording.of("alert.raised.expired", sum, DestinationFindings.names(names, names.size()))));
    }

    /// Conditions are reported by events; here those end that nothing reports any more.
    private void conditions(Policy current) {
        Set<String> listeners =
                current.listeners().stream().map(listener -> listener.name()).collect(Collectors.toSet());
        openOf(Alert.Kind.LISTENER_NOT_OPEN).stream()
                .filter(name -> !listeners.contains(name))
                .forEach(name -> troubles.over(Alert.Kind.LISTENER_NOT_OPEN, name));
        Set<String> pushed = current.logSubscriptions().stream()
                .filter(LogSubscription::pushes)
                .map(LogSubscription::name)
                .collect(Collectors.toSet());
        openOf(Alert.Kind.LOG_TARGET_LOST).stream()
                .filter(name -> !pushed.contains(name))
                .forEach(name -> troubles.over(Alert.Kind.LOG_TARGET_LOST, name));
        AlertLimits.Conditions on = current.alerts().limits().conditions();
        Set<Alert.Kind> off = EnumSet.noneOf(Alert.Kind.class);
        AlertSource.CONDITIONS.stream()
                .filter(kind -> !AlertSource.isOn(kind, on))
                .forEach(off::add);
        troubles.drop(off);
        troubles.review(AlertSource.CONDITIONS);
    }
}
