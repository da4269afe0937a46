package org.danegate.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.danegate.address.OutsideText;
import org.danegate.address.ShortText;
import org.danegate.monitor.DaneResult;
import org.danegate.monitor.HostStatus;
import org.danegate.policy.AlertLimits;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.wording.Wording;

/// The rules about single destinations. Each one judges one destination at a time, from what it is handed.
enum DestinationRule {
    DOWN(Alert.Kind.DESTINATION_DOWN, "alert.raised.down", "alert.raised.many.down"),
    OLDEST(Alert.Kind.OLDEST_RECIPIENT, "alert.raised.oldest", "alert.raised.many.oldest"),
    BOUNCING(Alert.Kind.BOUNCING_SOON, "alert.raised.bouncing", "alert.raised.many.bouncing"),
    DANE(Alert.Kind.DANE_PILE_UP, "alert.raised.dane-pile-up", "alert.raised.many.dane"),
    REQUIRED_TLS(Alert.Kind.REQUIRED_TLS_FAILURE, "alert.raised.required-tls", "alert.raised.many.required-tls");

    /// A failed lookup is often mended by the next attempt; DANE that keeps failing for this long is a trouble.
    private static final Duration DNS_PATIENCE = Duration.ofMinutes(15);

    private static final int LONGEST_REASON = 160;

    private final Alert.Kind kind;
    private final String one;
    private final String many;

    DestinationRule(Alert.Kind kind, String one, String many) {
        this.kind = kind;
        this.one = one;
        this.many = many;
    }

    /// What a rule says about a destination.
    enum Verdict {
        /// It is in trouble.
        AFFECTED,
        /// It is not known to be well: an open trouble stays open, and none begins.
        STAYS,
        CLEAR
    }

    /// What a rule is judged by besides the destination.
    ///
    /// @param requiredTls whether alerts for required TLS are on
    record Terms(AlertLimits limits, boolean requiredTls, Instant now) {}

    Alert.Kind kind() {
        return kind;
    }

    /// The rule that raises a kind; empty for a kind that is not about single destinations.
    static Optional<DestinationRule> of(Alert.Kind kind) {
        return Arrays.stream(values()).filter(rule -> rule.kind == kind).findFirst();
    }

    boolean isOn(Terms terms) {
        AlertLimits.OfDestination one = terms.limits().destinations();
        return switch (this) {
            case DOWN -> one.down().recipients() > 0 || terms.limits().downAtOnce() > 0;
            case OLDEST -> !one.oldest().isZero();
            case BOUNCING -> !one.bouncing().isZero();
            case DANE -> one.dane().recipients() > 0 || one.dane().mandatory() > 0;
            case REQUIRED_TLS -> terms.requiredTls();
        };
    }

    Verdict judge(DestinationState state, PastOfDestinations past, Terms terms) {
        AlertLimits.OfDestination limits = terms.limits().destinations();
        return switch (this) {
            case DOWN -> down(state, past, limits.down(), terms.now());
            case OLDEST ->
                when(!state.suspended() && !state.oldest().isAfter(terms.now().minus(limits.oldest())));
            case BOUNCING -> when(bouncesSoon(state, limits.bouncing(), terms.now()));
            case DANE -> dane(state, limits.dane(), terms.now());
            case REQUIRED_TLS -> past.requiredTls(state.domain());
        };
    }

    private static Verdict when(boolean affected) {
        return affected ? Verdict.AFFECTED : Verdict.CLEAR;
    }

    /// Not before half of the time in queue is over: where that time is short, all mail would be about to bounce.
    private static boolean bouncesSoon(DestinationState state, Duration limit, Instant now) {
        Duration half = Duration.between(state.oldest(), state.bouncesAt()).dividedBy(2);
        return !state.bouncesAt().isAfter(now.plus(half.compareTo(limit) < 0 ? half : limit));
    }

    private static Verdict down(DestinationState state, PastOfDestinations past, AlertLimits.Down limit, Instant now) {
        if (state.suspended() || state.host() == HostStatus.UP) {
            return Verdict.CLEAR;
        }
        boolean longEnough = !past.downSince(state.domain(), now).isAfter(now.minus(limit.time()));
        boolean enough = limit.recipients() > 0 && state.waiting() >= limit.recipients();
        return state.isDown() && enough && longEnough ? Verdict.AFFECTED : Verdict.STAYS;
    }

    private static Verdict dane(DestinationState state, AlertLimits.Dane limit, Instant now) {
        DaneResult result = state.dane();
        if (state.suspended() || (result != null && isFine(result))) {
            return Verdict.CLEAR;
        }
        boolean fails = result == DaneResult.FAIL || result == DaneResult.WAITING_FOR_DNS;
        boolean lasts = result == DaneResult.FAIL || !state.oldest().isAfter(now.minus(DNS_PATIENCE));
        boolean enough = limit.recipients() > 0 && state.waiting() >= limit.recipients();
        boolean enoughForMandatory =
                state.mandatory() && lasts && limit.mandatory() > 0 && state.waiting() >= limit.mandatory();
        return fails && (enough || enoughForMandatory) ? Verdict.AFFECTED : Verdict.STAYS;
    }

    private static boolean isFine(DaneResult result) {
        return switch (result) {
            case SUCCESS, FALLBACK, NOT_ASKED -> true;
            case FAIL, NOT_REACHED, WAITING_FOR_DNS -> false;
        };
    }

    Finding finding(DestinationState state, PastOfDestinations past, Instant now, boolean known) {
        Instant down = past.downSince(state.domain(), now);
        String error = ShortText.of(OutsideText.line(state.lastError()), LONGEST_REASON);
        Wording wording = switch (this) {
            case DOWN -> Wording.of(one, state.domain(), second(down), state.waiting(), error);
            case OLDEST -> Wording.of(one, state.domain(), second(state.oldest()), state.waiting(), error);
            case BOUNCING -> Wording.of(one, state.domain(), second(state.bouncesAt()), state.waiting(), error);
            case DANE -> Wording.of(one, state.waiting(), state.domain(), error);
            case REQUIRED_TLS -> past.requiredTlsWording(one, state);
        };
        return new Finding(kind, state.domain(), Severity.WARNING, 1, wording, known, List.of());
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// @param names the first of them, and how many more there are
    /// @param members their names, sorted
    Finding findingOfMany(int destinations, long recipients, Wording names, List<String> members) {
        Severity severity = this == DOWN ? Severity.CRITICAL : Severity.WARNING;
        return new Finding(
                kind,
                Finding.MANY,
                severity,
                destinations,
                Wording.of(many, destinations, recipients, names),
                false,
                members);
    }
}
