package org.danegate.dialing;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.Course.Halt;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dialing.HopDialer.Means;
import org.danegate.policy.TlsSupport;
import org.danegate.smtp.ChainCheck;
import org.danegate.smtp.Line;
import org.danegate.smtp.Ready;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.smtp.TlsSession;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsVerdict;
import org.jspecify.annotations.Nullable;

/// Encrypts one conversation as the plan and TLS Support demand: STARTTLS, and the check of the certificate.
final class Encryption {

    private static final String CERTIFICATE_FAILED = "certificate verification failed";

    private final Means means;
    private final Hop hop;
    private final InetAddress address;
    private final Consumer<? super Stage> told;
    private final Line line;
    private final CourseTimes times;
    private final Openings openings;
    private final @Nullable Identification identification;

    /// @param identification how the host is authenticated to afterwards; null for not at all
    Encryption(
            Means means,
            Hop hop,
            InetAddress address,
            Consumer<? super Stage> told,
            Line line,
            CourseTimes times,
            @Nullable Identification identification) {
        this.identification = identification;
        this.means = means;
        this.hop = hop;
        this.address = address;
        this.told = told;
        this.line = line;
        this.times = times;
        this.openings = new Openings(address, hop.port(), times);
    }

    /// @param clear the conversation after EHLO, not encrypted yet
    /// @throws IOException when the conversation broke
    /// @throws TryInFull when a new conversation may succeed with a full handshake
    Opening<Ready> of(Ready clear) throws IOException, TryInFull {
        return switch (hop.plan()) {
            case DanePlan.Authenticate p -> authenticate(clear, p);
            case DanePlan.EncryptOnly p -> encryptOnly(clear, p);
            case DanePlan.FallBack p -> byTlsSupport(clear, DaneAction.FALLBACK_TLS);
            case DanePlan.NotAsked p -> byTlsSupport(clear, DaneAction.NOT_ASKED);
            case DanePlan.Refuse p -> openings.failed(Troubles.dane(p.reason()), p.reason(), Halt.CERTIFICATE);
        };
    }

    private Opening<Ready> authenticate(Ready clear, DanePlan.Authenticate plan) throws IOException, TryInFull {
        DaneCheck check = new DaneCheck(plan, means.clock());
        try {
            Ready secure = startTls(clear, plan.baseDomain(), check);
            TlsSession tls = sessionOf(secure);
            DaneVerdict verdict = check.verdict();
            DaneAction action = DaneDecision.action(plan, verdict);
            if (action != DaneAction.DANE_SUCCESS) {
                secure.close();
                return daneFailed(check, TlsFailed.Stage.CERTIFICATE, verdict.reason());
            }
            told.accept(new Stage.Encrypted(hop, address, tls, action, verdict));
            return openings.encrypted(secure, action, facts(tls, plan.baseDomain()), verdict, "DANE SUCCESS");
        } catch (TlsFailed e) {
            lookAgain(e);
            return daneFailed(check, e.stage(), String.valueOf(e.getMessage()));
        }
    }

    private Ready startTls(Ready clear, @Nullable DomainName sni, ChainCheck check) throws IOException {
        times.securing();
        try {
            return clear.startTls(sni == null ? null : sni.ascii(), check, means.sessions());
        } finally {
            times.secured();
        }
    }

    /// Checks whether an apparent TLS failure has another cause.
    ///
    /// @throws IOException when this side broke the conversation off
    private void lookAgain(TlsFailed e) throws IOException, TryInFull {
        String cut = line.cutBecause();
        if (cut != null) {
            throw new IOException(cut, e);
        }
        if (e.stage() == TlsFailed.Stage.RESUMED || e.stage() == TlsFailed.Stage.NO_COMMON_GROUP) {
            throw new TryInFull();
        }
    }

    private static String what(TlsFailed.Stage stage) {
        return switch (stage) {
            case CERTIFICATE, RESUMED -> CERTIFICATE_FAILED;
            case NOT_OFFERED, REFUSED, HANDSHAKE, NO_COMMON_GROUP -> "TLS was not established";
        };
    }

    private static Halt halt(TlsFailed.Stage stage) {
        return switch (stage) {
            case NOT_OFFERED -> Halt.NO_STARTTLS;
            case REFUSED -> Halt.STARTTLS_REFUSED;
            case HANDSHAKE, NO_COMMON_GROUP -> Halt.HANDSHAKE;
            case CERTIFICATE, RESUMED -> Halt.CERTIFICATE;
        };
    }

    private Opening<Ready> daneFailed(DaneCheck check, TlsFailed.Stage at, String reason) {
        told.accept(new Stage.TlsBroken(hop, address, at, reason, true));
        String text = what(at) + " at " + hop.name() + ": " + reason;
        return openings.daneFailed(Troubles.dane(text), check.presented(), check.failed(reason), halt(at));
    }

    /// TLS is compulsory; the certificate must be right where an MTA-STS policy says so.
    private Opening<Ready> encryptOnly(Ready clear, DanePlan.EncryptOnly plan) throws IOException, TryInFull {
        if (identification != null) {
            return forLogin(clear, DaneAction.FALLBACK_TLS, identification);
        }
        StsCheck sts = new StsCheck(hop.sts(), means.authorities());
        try {
            Ready secure = startTls(clear, plan.baseDomain(), sts);
            return encrypted(secure, plan.baseDomain(), DaneAction.FALLBACK_TLS, "connected with TLS", sts);
        } catch (TlsFailed e) {
            lookAgain(e);
            String reason = String.valueOf(e.getMessage());
            if (e.stage() == TlsFailed.Stage.CERTIFICATE && sts.refuses()) {
                return refusedBySts(sts, e);
            }
            sts.noTls(e.stage(), reason);
            tell(sts);
            told.accept(new Stage.TlsBroken(hop, address, e.stage(), reason, true));
            return openings.judged(sts.verdict())
                    .daneFailed(Troubles.dane(reason), null, new DaneVerdict.Failed(reason), halt(e.stage()));
        }
    }

    private void tell(StsCheck sts) {
        StsVerdict verdict = sts.verdict();
        if (verdict != null && hop.sts() instanceof StsPlan.Apply policy) {
            told.accept(new Stage.StsJudged(hop, policy, verdict));
        }
    }

    private Opening<Ready> refusedBySts(StsCheck sts, TlsFailed e) {
        String reason = String.valueOf(e.getMessage());
        tell(sts);
        told.accept(new Stage.TlsBroken(hop, address, e.stage(), reason, true));
        String text = what(e.stage()) + " at " + hop.name() + " under its MTA-STS policy: " + reason;
        return openings.judged(sts.verdict()).failed(Troubles.sts(text), "MTA-STS FAIL: " + reason, halt(e.stage()));
    }

    /// Applies the destination's own TLS Support when DANE does not apply: never weaker than configured.
    private Opening<Ready> byTlsSupport(Ready clear, DaneAction action) throws IOException, TryInFull {
        if (identification != null) {
            return forLogin(clear, action, identification);
        }
        if (hop.tls() == TlsSupport.NONE) {
            return openings.inClear(clear, action, "connected without TLS");
        }
        DomainName sni = hop.dns() == null ? null : hop.dns().host();
        StsCheck sts = new StsCheck(hop.sts(), means.authorities());
        PublicCheck check = new PublicCheck(hop, new PublicTrust(means.authorities()));
        try {
            Ready secure = startTls(clear, sni, chain -> {
                sts.check(chain);
                check.check(chain);
            });
            String outcome = check.unverified() == null
                    ? "connected with TLS"
                    : "connected with TLS, certificate not verified: " + check.unverified();
            return encrypted(secure, sni, action, outcome, sts);
        } catch (TlsFailed e) {
            lookAgain(e);
            sts.noTls(e.stage(), String.valueOf(e.getMessage()));
            return sts.refuses() ? refusedBySts(sts, e) : withoutTls(clear, action, e, sts);
        }
    }

    /// A login needs TLS and a host that is the right one, whatever TLS Support allows.
    private Opening<Ready> forLogin(Ready clear, DaneAction action, Identification login)
            throws IOException, TryInFull {
        DomainName sni = hop.dns() == null ? null : hop.dns().host();
        String key = login.known() == null ? "" : login.known().serverKey();
        try {
            Ready secure =
                    startTls(clear, sni, new LoginCheck(login.terms(), key, new PublicTrust(means.authorities())));
            return encrypted(
                    secure,
                    sni,
                    action,
                    "connected with TLS, to authenticate with profile "
                            + login.terms().profile(),
                    new StsCheck(hop.sts(), means.authorities()));
        } catch (TlsFailed e) {
            lookAgain(e);
            String reason = "the password of profile " + login.terms().profile() + " is not sent: " + e.getMessage();
            told.accept(new Stage.TlsBroken(hop, address, e.stage(), reason, true));
            return openings.failed(Troubles.tls(reason), reason, halt(e.stage()));
        }
    }

    private Opening<Ready> withoutTls(Ready clear, DaneAction action, TlsFailed e, StsCheck sts) {
        boolean required = hop.tls() != TlsSupport.PREFERRED && hop.tls() != TlsSupport.PREFERRED_VERIFY;
        boolean stillClear = e.stage() == TlsFailed.Stage.NOT_OFFERED || e.stage() == TlsFailed.Stage.REFUSED;
        String reason = String.valueOf(e.getMessage());
        tell(sts);
        told.accept(new Stage.TlsBroken(hop, address, e.stage(), reason, required));
        Openings judged = openings.judged(sts.verdict());
        return !required && stillClear
                ? judged.inClear(clear, action, "connected without TLS: " + reason)
                : judged.failed(required ? Troubles.tls(reason) : Troubles.tlsBroke(reason), reason, halt(e.stage()));
    }

    private Opening<Ready> encrypted(
            Ready secure, @Nullable DomainName sni, DaneAction action, String outcome, StsCheck sts)
            throws IOException {
        TlsSession tls = sessionOf(secure);
        told.accept(new Stage.Encrypted(hop, address, tls, action, null));
        tell(sts);
        String how = sts.verdict() instanceof StsVerdict.Success success ? outcome + ", " + success.reason() : outcome;
        return openings.judged(sts.verdict()).encrypted(secure, action, facts(tls, sni), unheeded(tls), how);
    }

    /// What DANE says of the certificate although it is not binding; null when there is nothing to check.
    private @Nullable DaneVerdict unheeded(TlsSession tls) {
        return hop.plan() instanceof DanePlan.FallBack plan && plan.unheeded() != null
                ? DaneDecision.conclude(
                        plan.unheeded(), tls.chain(), means.clock().instant())
                : null;
    }

    private static TlsSession sessionOf(Ready secure) throws IOException {
        TlsSession tls = secure.tls();
        if (tls == null) {
            throw new IOException("no TLS session after STARTTLS");
        }
        return tls;
    }

    private static Evidence.TlsFacts facts(TlsSession tls, @Nullable DomainName sni) {
        List<Evidence.CertificateFacts> chain =
                tls.chain().stream().map(Evidence.CertificateFacts::of).toList();
        return new Evidence.TlsFacts(tls.protocol(), tls.cipher(), sni, chain, tls.keyExchange());
    }
}
