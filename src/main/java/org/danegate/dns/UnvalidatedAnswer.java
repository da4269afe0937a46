package org.danegate.dns;

import java.time.InstantSource;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Provenance;
import org.xbill.DNS.Record;

/// Adds the unvalidated answer to a bogus answer when the resolvers drop DNSSEC data, and also when the lookup failed
/// because they do not know DNSSEC records or never answer questions for them.
final class UnvalidatedAnswer {

    private final Validation validation;
    private final InstantSource clock;

    UnvalidatedAnswer(Validation validation, InstantSource clock) {
        this.validation = validation;
        this.clock = clock;
    }

    /// @param trace what the lookup saw
    /// @return the answer itself when the resolvers pass DNSSEC data on, or say nothing without it either
    <R extends Record, T> Answer<T> addTo(Answer<T> answer, LookupTrace trace, RecordReader<R, T> reader) {
        String dropped = mayLackDnssec(answer, trace)
                ? validation.dropped(answer.question().name(), trace)
                : null;
        if (dropped == null) {
            return answer;
        }
        AliasWalk.Chain unproven = (name, type) -> validation.unproven(name, type, "not validated: " + dropped);
        Answer<T> said = new AliasWalk<>(unproven, clock, QueryLog.NONE, answer.question(), reader).walk();
        if (!(said instanceof Answer.Found<T>) && !(said instanceof Answer.Denied<T>)) {
            return answer;
        }
        Provenance p = answer.provenance();
        Provenance why = Provenance.unsigned(dropped + ": " + p.reason(), p.resolver(), p.ttl(), p.elapsed());
        return new Answer.Bogus<>(answer.question(), said, why);
    }

    private static boolean mayLackDnssec(Answer<?> answer, LookupTrace trace) {
        return switch (answer) {
            case Answer.Bogus<?> b -> true;
            case Answer.Failed<?> f ->
                f.failure() == Answer.Failure.SERVFAIL
                        || f.failure() == Answer.Failure.REFUSED
                        || f.failure() == Answer.Failure.MALFORMED
                        || trace.lostFirstStep(
                                AliasWalk.nameOf(answer.question().name()));
            case Answer.Found<?> f -> false;
            case Answer.Denied<?> d -> false;
        };
    }
}
