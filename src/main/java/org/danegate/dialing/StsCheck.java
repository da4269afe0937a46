package org.danegate.dialing;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.danegate.dane.CertificateNames;
import org.danegate.smtp.ChainCheck;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsVerdict;
import org.danegate.sts.StsVerdict.Cause;
import org.danegate.trust.PublicAuthorities;
import org.danegate.trust.UntrustedException;
import org.jspecify.annotations.Nullable;

/// Judges one session by the MTA-STS policy of the destination: the certificate must lead to a public authority and
/// have
/// a dNSName for the MX host itself (RFC 8461 section 4.2). Where the policy is only tested, nothing is refused.
final class StsCheck implements ChainCheck {

    private final StsPlan plan;
    private final PublicAuthorities authorities;
    private @Nullable StsVerdict verdict;

    StsCheck(StsPlan plan, PublicAuthorities authorities) {
        this.plan = plan;
        this.authorities = authorities;
        this.verdict = plan instanceof StsPlan.Apply policy && !policy.matched() ? mismatch(policy) : null;
    }

    /// The verdict on a host that the policy does not name.
    static StsVerdict mismatch(StsPlan.Apply policy) {
        String reason = "the MTA-STS policy of " + policy.standing().domain() + " does not name " + policy.host();
        return new StsVerdict.Failed(Cause.MX_MISMATCH, reason, policy.enforced());
    }

    @Override
    public void check(List<X509Certificate> chain) throws CertificateException {
        if (!(plan instanceof StsPlan.Apply policy) || !policy.matched()) {
            return;
        }
        try {
            authorities.check(chain);
            checkName(policy, chain.getFirst());
            verdict = new StsVerdict.Success("authenticated by the MTA-STS policy of "
                    + policy.standing().domain());
        } catch (CertificateException e) {
            verdict = new StsVerdict.Failed(cause(e), String.valueOf(e.getMessage()), policy.enforced());
            if (policy.enforced()) {
                throw e;
            }
        }
    }

    private static void checkName(StsPlan.Apply policy, X509Certificate leaf) throws CertificateException {
        if (!CertificateNames.alternativeMatches(leaf, List.of(policy.host()))) {
            throw new CertificateException(
                    "certificate names " + CertificateNames.of(leaf) + " do not cover " + policy.host());
        }
    }

    private static Cause cause(CertificateException e) {
        if (!(e instanceof UntrustedException untrusted)) {
            return Cause.CERTIFICATE_NAME;
        }
        return untrusted.expired() ? Cause.CERTIFICATE_EXPIRED : Cause.CERTIFICATE_NOT_TRUSTED;
    }

    /// The verdict on the session; null when no policy applies, or when nothing was judged.
    @Nullable
    StsVerdict verdict() {
        return verdict;
    }

    /// Notes that TLS was not established. A verdict on the certificate stays.
    void noTls(TlsFailed.Stage stage, String reason) {
        if (verdict == null && plan instanceof StsPlan.Apply policy) {
            Cause cause = switch (stage) {
                case NOT_OFFERED, REFUSED -> Cause.NO_STARTTLS;
                case HANDSHAKE, NO_COMMON_GROUP -> Cause.HANDSHAKE;
                case CERTIFICATE, RESUMED -> Cause.CERTIFICATE_NOT_TRUSTED;
            };
            verdict = new StsVerdict.Failed(cause, reason, policy.enforced());
        }
    }

    /// Whether the policy keeps mail from this session.
    boolean refuses() {
        return verdict instanceof StsVerdict.Failed failed && failed.enforced();
    }
}
