package org.danegate.dialing;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.smtp.ChainCheck;
import org.jspecify.annotations.Nullable;

/// Decides by TLSA records during the handshake, and keeps the presented certificates for the evidence.
final class DaneCheck implements ChainCheck {

    private final DanePlan.Authenticate plan;
    private final InstantSource clock;
    private List<X509Certificate> chain = List.of();
    private DaneVerdict verdict = new DaneVerdict.Failed("no certificate was presented");

    DaneCheck(DanePlan.Authenticate plan, InstantSource clock) {
        this.plan = plan;
        this.clock = clock;
    }

    @Override
    public void check(List<X509Certificate> presented) throws CertificateException {
        chain = presented;
        verdict = DaneDecision.conclude(plan, presented, clock.instant());
        if (DaneDecision.action(plan, verdict) != DaneAction.DANE_SUCCESS) {
            throw new CertificateException(verdict.reason());
        }
    }

    DaneVerdict verdict() {
        return verdict;
    }

    /// The verdict on a handshake that failed.
    ///
    /// @param reason which may be another than that of the certificate
    DaneVerdict.Failed failed(String reason) {
        return new DaneVerdict.Failed(
                reason, verdict instanceof DaneVerdict.Failed failed ? failed.miss() : DaneVerdict.Miss.NO_RECORD);
    }

    /// The certificates of a failed handshake; null when none were presented.
    Evidence.@Nullable TlsFacts presented() {
        return chain.isEmpty()
                ? null
                : new Evidence.TlsFacts(
                        "not established",
                        "",
                        plan.baseDomain(),
                        chain.stream().map(Evidence.CertificateFacts::of).toList());
    }
}
