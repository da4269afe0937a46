package org.danegate.advice;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;
import org.danegate.wording.Wording;

/// What the past of a domain speaks for. It says so as long as its condition holds, and changes nothing by itself.
public sealed interface Advice {

    /// DANE can be Mandatory: A-01.
    ///
    /// @param probed when every host was last connected to
    record ReadyForMandatory(Traffic seen, Instant probed) implements Advice {}

    /// DANE could be Mandatory but for what is missing: A-02.
    ///
    /// @param missing at least one sentence
    record NearlyReady(Traffic seen, List<Wording> missing) implements Advice {
        public NearlyReady {
            missing = List.copyOf(missing);
        }
    }

    /// DANE Opportunistic would authenticate hosts: A-03.
    ///
    /// @param days on which a probe found so
    /// @param hosts that would be authenticated
    record WorthOpportunistic(Traffic seen, long days, List<String> hosts) implements Advice {
        public WorthOpportunistic {
            hosts = List.copyOf(hosts);
        }
    }

    /// DANE is Mandatory, and mail may be held soon: A-04.
    ///
    /// @param risks at least one sentence
    record MandatoryAtRisk(Traffic seen, List<Wording> risks) implements Advice {
        public MandatoryAtRisk {
            risks = List.copyOf(risks);
        }
    }

    /// MTA-STS would protect mail that DANE does not: A-05.
    ///
    /// @param days on which the policy was found in mode enforce
    record StsWithoutDane(Traffic seen, long days) implements Advice {}

    /// MTA-STS would hold mail: A-06.
    ///
    /// @param faults at least one sentence
    record StsWouldFail(Traffic seen, StsSeen mode, List<Wording> faults) implements Advice {
        public StsWouldFail {
            faults = List.copyOf(faults);
        }
    }

    /// TLS can be Required: A-07.
    record ReadyForRequired(Traffic seen) implements Advice {}

    /// TLS can be Required - Verify Hosted Domains: A-08.
    record ReadyForVerify(Traffic seen) implements Advice {}

    /// Only SHA-1 signatures keep DANE from applying: A-09.
    ///
    /// @param days on which it was seen
    record Sha1Only(Traffic seen, long days) implements Advice {}

    /// What lowers the domain's protection is not needed any more: A-10.
    ///
    /// @param because the advice that would be given without it
    record ExceptionOverdue(Advice because, Lowering lowering) implements Advice {
        @Override
        public Traffic seen() {
            return because.seen();
        }
    }

    /// A peer's software breaks off on a hybrid key exchange: A-11.
    ///
    /// @param days on which it was seen
    record HybridBlocked(Traffic seen, long days) implements Advice {}

    /// What lowers a domain's protection.
    enum Lowering {
        DANE_BY_ENTRY,
        DANE_BY_EXCEPTION,
        TLS_BY_ENTRY
    }

    /// The sessions that it is about.
    Traffic seen();

    /// Its kind.
    default Kind kind() {
        return switch (this) {
            case ReadyForMandatory a -> Kind.READY_FOR_MANDATORY;
            case NearlyReady a -> Kind.NEARLY_READY;
            case WorthOpportunistic a -> Kind.WORTH_OPPORTUNISTIC;
            case MandatoryAtRisk a -> Kind.MANDATORY_AT_RISK;
            case StsWithoutDane a -> Kind.STS_WITHOUT_DANE;
            case StsWouldFail a -> Kind.STS_WOULD_FAIL;
            case ReadyForRequired a -> Kind.READY_FOR_REQUIRED;
            case ReadyForVerify a -> Kind.READY_FOR_VERIFY;
            case Sha1Only a -> Kind.SHA1_ONLY;
            case ExceptionOverdue a -> Kind.EXCEPTION_OVERDUE;
            case HybridBlocked a -> Kind.HYBRID_BLOCKED;
        };
    }

    /// The change that it proposes; empty when there is nothing to change in Destination Controls.
    default Optional<Draft> draft() {
        return switch (this) {
            case ReadyForMandatory a -> Optional.of(new Draft.Dane(DaneSupport.MANDATORY));
            case WorthOpportunistic a -> Optional.of(new Draft.Dane(DaneSupport.OPPORTUNISTIC));
            case StsWithoutDane a -> Optional.of(new Draft.MtaSts());
            case ReadyForRequired a -> Optional.of(new Draft.Tls(TlsSupport.REQUIRED));
            case ReadyForVerify a -> Optional.of(new Draft.Tls(TlsSupport.REQUIRED_VERIFY_HOSTED_DOMAINS));
            case ExceptionOverdue a ->
                switch (a.lowering()) {
                    case DANE_BY_ENTRY -> Optional.of(new Draft.InheritDane());
                    case TLS_BY_ENTRY -> Optional.of(new Draft.InheritTls());
                    case DANE_BY_EXCEPTION -> Optional.empty();
                };
            case NearlyReady a -> Optional.empty();
            case MandatoryAtRisk a -> Optional.empty();
            case StsWouldFail a -> Optional.empty();
            case Sha1Only a -> Optional.empty();
            case HybridBlocked a -> Optional.empty();
        };
    }

    /// What speaks for it, in sentences.
    default List<Wording> evidence() {
        return AdviceWords.evidence(this);
    }
}
