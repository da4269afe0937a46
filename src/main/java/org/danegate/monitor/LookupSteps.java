package org.danegate.monitor;

import java.time.Duration;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Provenance;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Steps that broke because a lookup failed or its answer did not validate.
final class LookupSteps {

    private LookupSteps() {}

    static PathStep bogus(PathStep.Name step, Answer.Bogus<?> answer) {
        Provenance from = answer.provenance();
        String type = answer.question().type().name();
        String name = answer.question().name().ascii();
        BogusCause cause = BogusCause.of(from);
        PathStep broken = switch (cause) {
            case EXPIRED ->
                PathStep.broken(step, Side.THEIRS, Wording.of("why.bogus.expired", type, name, cause.time(from)));
            case NOT_YET ->
                PathStep.broken(step, Side.THEIRS, Wording.of("why.bogus.not-yet", type, name, cause.time(from)));
            case MISSING -> PathStep.broken(step, Side.DNS, Wording.of("why.bogus.missing", type, name, server(from)));
            case UNVERIFIED -> PathStep.broken(step, Side.DNS, Wording.of("why.bogus.unverified", type, name));
        };
        return broken.took(took(from)).quoting(from.reason());
    }

    static PathStep failed(PathStep.Name step, Answer.Failed<?> answer) {
        Provenance from = answer.provenance();
        String type = answer.question().type().name();
        String name = answer.question().name().ascii();
        PathStep broken = switch (answer.failure()) {
            case NO_SERVER -> PathStep.broken(step, Side.OURS, Wording.of("why.lookup.no-server", type, name));
            case TIMEOUT -> PathStep.broken(step, Side.DNS, Wording.of("why.lookup.timeout", type, name));
            case SERVFAIL -> PathStep.broken(step, Side.DNS, Wording.of("why.lookup.servfail", type, name));
            case REFUSED -> PathStep.broken(step, Side.DNS, Wording.of("why.lookup.refused", type, name));
            case MALFORMED -> PathStep.broken(step, Side.DNS, Wording.of("why.lookup.malformed", type, name));
            case ALIAS_LOOP -> PathStep.broken(step, Side.THEIRS, Wording.of("why.lookup.alias-loop", type, name));
        };
        return broken.took(took(from)).quoting(from.reason());
    }

    /// Null when the answer came from the cache.
    static @Nullable Duration took(Provenance from) {
        return from.cached() ? null : from.elapsed();
    }

    private static String server(Provenance from) {
        String resolver = from.resolver();
        return resolver == null ? "—" : resolver;
    }
}
