package org.danegate.dns.answer;

import java.util.List;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// The result of one lookup. Exactly one of: data, a proven or unproven denial, bogus, or a failure to resolve. A
/// failure is never a denial: folding the two is a downgrade hole (RFC 7672 2.1.1, 2.1.2).
///
/// @param <T> the record's value type
public sealed interface Answer<T> {

    /// What was asked.
    Question question();

    /// Who answered, why the status is what it is, and how long it took.
    Provenance provenance();

    /// The status as one word of the evidence and the log.
    SecurityStatus status();

    /// The same answer from elsewhere, such as the cache.
    default Answer<T> from(Provenance source) {
        return switch (this) {
            case Found<T> f -> new Found<>(f.question(), f.secure(), f.records(), f.aliases(), source);
            case Denied<T> d -> new Denied<>(d.question(), d.secure(), d.nameExists(), source);
            case Bogus<T> b -> new Bogus<>(b.question(), b.unproven(), source);
            case Failed<T> f -> new Failed<>(f.question(), f.failure(), source);
        };
    }

    /// Records were found.
    ///
    /// @param secure true when every link of the alias chain and the data validated (SECURE), else INSECURE
    /// @param records at least one value, in the order received
    /// @param aliases CNAME targets followed on the way, in order; empty when the name itself held the data
    record Found<T>(Question question, boolean secure, List<T> records, List<DomainName> aliases, Provenance provenance)
            implements Answer<T> {
        public Found {
            records = List.copyOf(records);
            aliases = List.copyOf(aliases);
        }

        @Override
        public SecurityStatus status() {
            return secure ? SecurityStatus.SECURE : SecurityStatus.INSECURE;
        }

        /// The name that held the data: the last alias, or the queried name.
        public DomainName expandedName() {
            return aliases.isEmpty() ? question.name() : aliases.getLast();
        }
    }

    /// No such record: the name does not exist, or has no data of this type.
    ///
    /// @param secure true when the denial was proven by signed NSEC or NSEC3 without opt-out
    /// @param nameExists true for NODATA, false for NXDOMAIN
    record Denied<T>(Question question, boolean secure, boolean nameExists, Provenance provenance)
            implements Answer<T> {
        @Override
        public SecurityStatus status() {
            return nameExists ? SecurityStatus.NODATA : SecurityStatus.NXDOMAIN;
        }
    }

    /// The answer that counts when no security was promised, as under DANE Support None: the answer of a resolver
    /// that drops DNSSEC data, since nothing can be proven through it. A bogus answer of a resolver that passes
    /// DNSSEC data on stays bogus.
    default Answer<T> whereNothingIsPromised() {
        Answer<T> said = this instanceof Bogus<T> bogus ? bogus.unproven() : null;
        return said == null ? this : said;
    }

    /// Signatures should exist but do not validate (RFC 4035 4.3; seed "Falso").
    ///
    /// @param unproven the insecure answer when all resolvers drop DNSSEC data, not to be used if DANE may apply;
    ///     null when DNSSEC data is passed on and the fault lies with the name
    record Bogus<T>(Question question, @Nullable Answer<T> unproven, Provenance provenance) implements Answer<T> {

        /// A bogus answer although DNSSEC data is passed on.
        public Bogus(Question question, Provenance provenance) {
            this(question, null, provenance);
        }

        @Override
        public SecurityStatus status() {
            return SecurityStatus.BOGUS;
        }
    }

    /// Nothing usable came back: timeout, SERVFAIL, REFUSED, FORMERR, no server reachable.
    record Failed<T>(Question question, Failure failure, Provenance provenance) implements Answer<T> {
        @Override
        public SecurityStatus status() {
            return SecurityStatus.FAILED;
        }
    }

    /// Why nothing usable came back.
    enum Failure {
        TIMEOUT,
        SERVFAIL,
        REFUSED,
        MALFORMED,
        ALIAS_LOOP,
        NO_SERVER
    }
}
