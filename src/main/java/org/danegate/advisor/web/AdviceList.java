package org.danegate.advisor.web;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.advice.Kind;
import org.danegate.advice.LedgerRow;
import org.danegate.advisor.Advisor;
import org.danegate.advisor.DomainAdvice;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.DestinationControls;
import org.danegate.wording.Wording;

/// The advice about all domains, in the order of a list.
final class AdviceList {

    /// The most rows of a kind, and of the ledger.
    static final int MOST = 200;

    private final Advisor advisor;
    private final WorkingPolicy working;

    AdviceList(Advisor advisor, WorkingPolicy working) {
        this.advisor = advisor;
        this.working = working;
    }

    /// Advice of one kind.
    ///
    /// @param rows those with most sessions first, {@link #MOST} at most
    /// @param all how many there are
    /// @param drafts whether one of them has a change that is not pending yet
    public record Group(String id, List<ShownAdvice> rows, int all, boolean drafts) {}

    /// The kinds that there is advice of.
    List<Group> groups(Function<Wording, String> words) {
        Map<String, List<ShownAdvice>> byKind = advice(words).collect(Collectors.groupingBy(ShownAdvice::id));
        return Stream.of(Kind.values())
                .map(Kind::id)
                .filter(byKind::containsKey)
                .map(id -> group(id, byKind.getOrDefault(id, List.of())))
                .toList();
    }

    private static Group group(String id, List<ShownAdvice> all) {
        List<ShownAdvice> rows = all.stream().limit(MOST).toList();
        return new Group(id, rows, all.size(), rows.stream().anyMatch(a -> a.change() != null && !a.pending()));
    }

    /// All advice, those with most sessions first.
    Stream<ShownAdvice> advice(Function<Wording, String> words) {
        DestinationControls controls = working.policy().destinationControls();
        return advisor.all().stream()
                .flatMap(d -> d.advice().stream().map(given -> ShownAdvice.of(d.domain(), given, controls, words)))
                .sorted(Comparator.comparingLong(ShownAdvice::sessions)
                        .reversed()
                        .thenComparing(ShownAdvice::domain));
    }

    /// Sentences about domains that lost protection today.
    List<String> regressions(Function<Wording, String> words) {
        return advisor.all().stream()
                .flatMap(d -> d.regression().stream()
                        .map(r -> words.apply(r.wording(d.domain().ascii()))))
                .sorted()
                .limit(MOST)
                .toList();
    }

    /// Rows of the fallback ledger, the newest first.
    List<ShownLedgerRow> ledger(Function<Wording, String> words) {
        return advisor.all().stream()
                .map(DomainAdvice::ledger)
                .flatMap(List::stream)
                .sorted(Comparator.comparing(LedgerRow::last)
                        .reversed()
                        .thenComparing(Comparator.<LedgerRow>comparingLong(
                                        row -> row.count().sessions())
                                .reversed())
                        .thenComparing(LedgerRow::domain))
                .limit(MOST)
                .map(row -> ShownLedgerRow.of(row, words))
                .toList();
    }
}
