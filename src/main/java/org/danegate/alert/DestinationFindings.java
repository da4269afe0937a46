package org.danegate.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.alert.DestinationRule.Terms;
import org.danegate.wording.Wording;

/// What the rules about destinations find. Many destinations with the same trouble are one finding.
final class DestinationFindings {

    /// Destinations up to which each one has a finding of its own.
    static final int FEW = 10;

    /// Destinations down to which one finding about many stays one, so that it does not come and go around
    /// {@link #FEW}.
    static final int STILL_MANY = 5;

    private static final int NAMES = 10;

    private final List<DestinationState> states;
    private final PastOfDestinations past;
    private final Terms terms;

    /// @param states destinations for which mail waits
    DestinationFindings(List<DestinationState> states, PastOfDestinations past, Terms terms) {
        this.states = states;
        this.past = past;
        this.terms = terms;
    }

    /// The findings of a rule.
    ///
    /// @param open subjects of the rule's open troubles
    List<Finding> of(DestinationRule rule, Set<String> open) {
        if (!rule.isOn(terms)) {
            return List.of();
        }
        boolean many = open.contains(Finding.MANY);
        boolean atOnce = rule == DestinationRule.DOWN && manyAreDown(many);
        List<DestinationState> affected = new ArrayList<>();
        List<DestinationState> staying = new ArrayList<>();
        for (DestinationState state : states) {
            switch (atOnce && state.isDown() ? DestinationRule.Verdict.AFFECTED : rule.judge(state, past, terms)) {
                case AFFECTED -> affected.add(state);
                case STAYS -> {
                    if (!many || past.isAmong(rule, state.domain())) {
                        staying.add(state);
                    }
                }
                case CLEAR -> {
                    // Nothing to report.
                }
            }
        }
        int size = affected.size() + (many ? staying.size() : 0);
        return atOnce || size > (many ? STILL_MANY : FEW)
                ? together(rule, affected, staying, open)
                : oneByOne(rule, affected, staying, open);
    }

    /// Whether so many destinations are down that their alert does not wait. Half as many keep it up.
    private boolean manyAreDown(boolean already) {
        int limit = terms.limits().downAtOnce();
        long down = states.stream().filter(DestinationState::isDown).count();
        return limit > 0 && down >= (already ? Math.max(1, limit / 2) : limit);
    }

    private List<Finding> together(
            DestinationRule rule, List<DestinationState> affected, List<DestinationState> staying, Set<String> open) {
        List<DestinationState> all = open.contains(Finding.MANY)
                ? Stream.concat(affected.stream(), staying.stream()).toList()
                : affected;
        past.keepTogether(rule, all.stream().map(DestinationState::domain).collect(Collectors.toSet()));
        long recipients = all.stream().mapToLong(DestinationState::waiting).sum();
        List<Finding> found = new ArrayList<>();
        found.add(rule.findingOfMany(all.size(), recipients, names(all), members(all)));
        Stream.concat(affected.stream(), staying.stream())
                .filter(state -> open.contains(state.domain()))
                .forEach(state -> found.add(finding(rule, state, false)));
        return found;
    }

    /// Those left over from many have been reported with them.
    private List<Finding> oneByOne(
            DestinationRule rule, List<DestinationState> affected, List<DestinationState> staying, Set<String> open) {
        boolean known = open.contains(Finding.MANY);
        return Stream.concat(
                        affected.stream().map(state -> finding(rule, state, known)),
                        staying.stream()
                                .filter(state -> open.contains(state.domain()))
                                .map(state -> finding(rule, state, false)))
                .toList();
    }

    private Finding finding(DestinationRule rule, DestinationState state, boolean known) {
        Instant now = terms.now();
        return rule.finding(state, past, now, known);
    }

    private static Wording names(List<DestinationState> all) {
        return names(worst(all).limit(NAMES).toList(), all.size());
    }

    private static List<String> members(List<DestinationState> all) {
        return worst(all).limit(Finding.MOST_MEMBERS).sorted().toList();
    }

    /// The names with the most recipients first.
    private static Stream<String> worst(List<DestinationState> all) {
        return all.stream()
                .sorted(Comparator.comparingInt(DestinationState::waiting)
                        .reversed()
                        .thenComparing(DestinationState::domain))
                .map(DestinationState::domain);
    }

    /// A few names, and how many more there are.
    ///
    /// @param of how many there are in all
    static Wording names(List<String> first, int of) {
        String joined = first.stream().limit(NAMES).collect(Collectors.joining(", "));
        int more = of - Math.min(NAMES, first.size());
        return more <= 0 ? Wording.of("alert.names", joined) : Wording.of("alert.names.more", joined, more);
    }
}
