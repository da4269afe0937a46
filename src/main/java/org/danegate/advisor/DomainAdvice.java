package org.danegate.advisor;

import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.advice.Advice;
import org.danegate.advice.AdviceRules;
import org.danegate.advice.DomainPast;
import org.danegate.advice.DomainSettings;
import org.danegate.advice.Ledger;
import org.danegate.advice.LedgerRow;
import org.danegate.advice.Regression;
import org.danegate.advice.Replay;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;

/// The advice about a domain.
///
/// @param settings in force
/// @param ledger rows of the fallback ledger, the newest first
/// @param regression of today
public record DomainAdvice(
        DomainName domain,
        DomainSettings settings,
        List<Given> advice,
        List<LedgerRow> ledger,
        Optional<Regression> regression) {

    public DomainAdvice {
        advice = List.copyOf(advice);
        ledger = List.copyOf(ledger);
    }

    /// An advice with what its draft would have done to the mail of the last 30 days.
    ///
    /// @param replay null when it has no draft
    public record Given(Advice advice, @Nullable Replay replay) {

        private static Given of(DomainPast past, Advice advice, DestinationControls controls) {
            return new Given(
                    advice,
                    advice.draft()
                            .map(draft -> Replay.of(past, draft, draft.profile(controls, past.domain())))
                            .orElse(null));
        }
    }

    static DomainAdvice of(DomainPast past, Policy policy) {
        DomainSettings settings = DomainSettings.of(policy, past.domain());
        return new DomainAdvice(
                past.domain(),
                settings,
                AdviceRules.of(past, settings).stream()
                        .map(advice -> Given.of(past, advice, policy.destinationControls()))
                        .toList(),
                Ledger.of(past),
                Regression.of(past, past.today()));
    }

    /// Whether there is nothing to say.
    boolean isEmpty() {
        return advice.isEmpty() && ledger.isEmpty();
    }
}
