package org.danegate.delivery;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.delivery.HopDialer.Dialed;
import org.danegate.delivery.HopDialer.Means;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.policy.TlsSupport;
import org.danegate.smtp.Greeted;
import org.danegate.smtp.Line;
import org.danegate.smtp.Ready;
import org.danegate.smtp.SmtpException;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.smtp.SmtpException.TlsFailed.Stage;
import org.danegate.smtp.TlsSession;
import org.jspecify.annotations.Nullable;

/// One attempt to open a connection: connect, EHLO, STARTTLS, and the check of the certificate.
final class Dialing {

    /// A full handshake with everything offered may fare better: a session was resumed whose certificate is not
    /// good any more, or the peer knows none of the quick groups.
    static final class TryInFull extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static final String CERTIFICATE_FAILED = "certificate verification failed";

    private final Means means;
    private final long dcid;
    private final String destination;
    private final Hop hop;
    private final InetAddress address;
    private final LimitKey limit;
    private final Attempt attempt;
    private final Line line = new Line(System::nanoTime);

    Dialing(Means means, long dcid, String destination, Hop hop, InetAddress address, LimitKey limit, Attempt attempt) {
        this.means = means;
        this.dcid = dcid;
        this.destination = destination;
        this.hop = hop;
        this.address = address;
        this.limit = limit;
        this.attempt = attempt;
    }

    Dialed run() throws TryInFull {
        Greeted greeted;
        InetAddress local = hop.gateway().localFor(address);
        AtomicReference<@Nullable InetAddress> ours = new AtomicReference<>();
        InetSocketAddress peer = new InetSocketAddress(address, hop.port());
        attempt.over(line, peer);
        try {
            greeted = Greeted.connect(peer, local, means.timeouts(), line, ours::set);
        } catch (SmtpException.Refused e) {
            turnedAway(ours.get());
            return refused(e);
        } catch (IOException e) {
            if (attempt.ordered()) {
                turnedAway(ours.get());
                return new Dialed.BrokenOff();
            }
            String details = local != null && e instanceof BindException
                    ? "cannot connect from " + local.getHostAddress() + " (IP interface "
                            + hop.gateway().name() + "): " + describe(e)
                    : said(e);
            means.events()
                    .publish(new DeliveryEvent.ConnectionFailed(
                            now(), dcid, destination, hop.name(), address, hop.port(), details));
            String text = "connection to " + address.getHostAddress() + " port " + hop.port() + ": " + details;
            return failed(Troubles.network(text), false, null, null, details);
        }
        means.events()
                .publish(new DeliveryEvent.ConnectionOpened(
                        now(), dcid, destination, hop.name(), greeted.localAddress(), address, hop.port()));
        Dialed dialed = null;
        try {
            dialed = converse(greeted);
            return dialed;
        } finally {
            if (!(dialed instanceof Dialed.Open)) {
                greeted.close();
                means.events().publish(new DeliveryEvent.ConnectionClosed(now(), dcid, destination));
            }
        }
    }

    /// The server answered, if only to say no: it is there.
    private void turnedAway(@Nullable InetAddress ours) {
        if (ours != null) {
            means.events()
                    .publish(new DeliveryEvent.ConnectionOpened(
                            now(), dcid, destination, hop.name(), ours, address, hop.port()));
            means.events().publish(new DeliveryEvent.ConnectionClosed(now(), dcid, destination));
        }
    }

    private Dialed converse(Greeted greeted) throws TryInFull {
        try {
            Ready clear = greeted.hello(means.hostname());
            return switch (hop.plan()) {
                case DanePlan.Authenticate p -> authenticate(clear, p);
                case DanePlan.EncryptOnly p -> encryptOnly(clear, p);
                case DanePlan.FallBack p -> byTlsSupport(clear, DaneAction.FALLBACK_TLS);
                case DanePlan.NotAsked p -> byTlsSupport(clear, DaneAction.NOT_ASKED);
                case DanePlan.Refuse p -> failed(Troubles.dane(p.reason()), true, null, null, p.reason());
            };
        } catch (SmtpException.Refused e) {
            return refused(e);
        } catch (IOException e) {
            return attempt.ordered()
                    ? new Dialed.BrokenOff()
                    : failed(Troubles.network(said(e)), true, null, null, said(e));
        }
    }

    private Dialed authenticate(Ready clear, DanePlan.Authenticate plan) throws IOException, TryInFull {
        VerdictCheck check = new VerdictCheck(plan);
        try {
            Ready secure = clear.startTls(plan.baseDomain().ascii(), check::check, means.sessions());
            TlsSession tls = sessionOf(secure);
            DaneVerdict verdict = check.verdict;
            DaneAction action = DaneDecision.action(plan, verdict);
            if (action != DaneAction.DANE_SUCCESS) {
                secure.close();
                return daneFailed(check, CERTIFICATE_FAILED, verdict.reason());
            }
            tlsSucceeded(tls, true);
            return open(
                    secure,
                    action,
                    new AddressResult(address, hop.port(), facts(tls, plan.baseDomain()), verdict, "DANE SUCCESS"));
        } catch (TlsFailed e) {
            lookAgain(e);
            return daneFailed(check, what(e.stage()), String.valueOf(e.getMessage()));
        }
    }

    /// What looks like a failure of TLS may be none.
    ///
    /// @throws IOException when the conversation was broken off from here
    private void lookAgain(TlsFailed e) throws IOException, TryInFull {
        String cut = line.cutBecause();
        if (cut != null) {
            throw new IOException(cut, e);
        }
        if (e.stage() == Stage.RESUMED || e.stage() == Stage.NO_COMMON_GROUP) {
            throw new TryInFull();
        }
    }

    private static String what(Stage stage) {
        return switch (stage) {
            case CERTIFICATE, RESUMED -> CERTIFICATE_FAILED;
            case NOT_OFFERED, REFUSED, HANDSHAKE, NO_COMMON_GROUP -> "TLS was not established";
        };
    }

    private Dialed daneFailed(VerdictCheck check, String what, String reason) {
        tlsFailed(reason, true);
        Evidence.TlsFacts presented = check.presented.isEmpty()
                ? null
                : new Evidence.TlsFacts(
                        "not established",
                        "",
                        check.plan.baseDomain(),
                        check.presented.stream()
                                .map(Evidence.CertificateFacts::of)
                                .toList());
        String text = what + " at " + hop.name() + ": " + reason;
        return failed(Troubles.dane(text), true, presented, new DaneVerdict.Failed(reason), reason);
    }

    private Dialed encryptOnly(Ready clear, DanePlan.EncryptOnly plan) throws IOException, TryInFull {
        try {
            Ready secure = clear.startTls(plan.baseDomain().ascii(), chain -> {}, means.sessions());
            return encrypted(secure, plan.baseDomain(), DaneAction.FALLBACK_TLS, "connected with TLS");
        } catch (TlsFailed e) {
            lookAgain(e);
            String reason = String.valueOf(e.getMessage());
            tlsFailed(reason, true);
            return failed(Troubles.dane(reason), true, null, new DaneVerdict.Failed(reason), reason);
        }
    }

    /// The destination's own TLS Support, where DANE does not bind: never weaker than configured.
    private Dialed byTlsSupport(Ready clear, DaneAction action) throws IOException, TryInFull {
        if (hop.tls() == TlsSupport.NONE) {
            return open(clear, action, new AddressResult(address, hop.port(), null, null, "connected without TLS"));
        }
        boolean required = hop.tls() != TlsSupport.PREFERRED && hop.tls() != TlsSupport.PREFERRED_VERIFY;
        DomainName sni = hop.dns() == null ? null : hop.dns().host();
        PublicCheck check = new PublicCheck();
        try {
            Ready secure = clear.startTls(sni == null ? null : sni.ascii(), check::check, means.sessions());
            String outcome = check.unverified == null
                    ? "connected with TLS"
                    : "connected with TLS, certificate not verified: " + check.unverified;
            return encrypted(secure, sni, action, outcome);
        } catch (TlsFailed e) {
            lookAgain(e);
            String reason = String.valueOf(e.getMessage());
            tlsFailed(reason, required);
            boolean stillClear = e.stage() == Stage.NOT_OFFERED || e.stage() == Stage.REFUSED;
            if (!required && stillClear) {
                return open(
                        clear,
                        action,
                        new AddressResult(address, hop.port(), null, null, "connected without TLS: " + reason));
            }
            return failed(required ? Troubles.tls(reason) : Troubles.tlsBroke(reason), true, null, null, reason);
        }
    }

    private Dialed encrypted(Ready secure, @Nullable DomainName sni, DaneAction action, String outcome)
            throws IOException {
        TlsSession tls = sessionOf(secure);
        tlsSucceeded(tls, false);
        return open(secure, action, new AddressResult(address, hop.port(), facts(tls, sni), null, outcome));
    }

    private Dialed open(Ready conversation, DaneAction action, AddressResult evidence) {
        Connection.Seat seat = Connection.Seat.of(destination, hop, address);
        return new Dialed.Open(new Connection(seat, limit, dcid, conversation, action, evidence, now()));
    }

    private static TlsSession sessionOf(Ready secure) throws IOException {
        TlsSession tls = secure.tls();
        if (tls == null) {
            throw new IOException("no TLS session after STARTTLS");
        }
        return tls;
    }

    private static Evidence.TlsFacts facts(TlsSession tls, @Nullable DomainName sni) {
        return new Evidence.TlsFacts(
                tls.protocol(),
                tls.cipher(),
                sni,
                tls.chain().stream().map(Evidence.CertificateFacts::of).toList());
    }

    private Dialed refused(SmtpException.Refused e) {
        Trouble trouble = Troubles.conversation(
                e.reply().code(), e.reply().enhanced(), e.reply().lines());
        return failed(trouble, true, null, null, e.getMessage());
    }

    private Dialed failed(
            Trouble trouble,
            boolean reached,
            Evidence.@Nullable TlsFacts tls,
            @Nullable DaneVerdict verdict,
            @Nullable String outcome) {
        return new Dialed.Failed(
                trouble, reached, new AddressResult(address, hop.port(), tls, verdict, String.valueOf(outcome)));
    }

    private void tlsSucceeded(TlsSession tls, boolean dane) {
        means.events()
                .publish(new DeliveryEvent.TlsSucceeded(
                        now(), dcid, destination, hop.name(), tls.protocol(), tls.cipher(), dane));
    }

    private void tlsFailed(String reason, boolean required) {
        means.events()
                .publish(new DeliveryEvent.TlsFailed(now(), dcid, destination, hop.name(), address, reason, required));
    }

    private Instant now() {
        return means.clock().instant();
    }

    /// What went wrong, as it is told; why it was broken off, where it was.
    private String said(IOException e) {
        String cut = line.cutBecause();
        return cut == null ? describe(e) : cut;
    }

    private static String describe(IOException e) {
        return e instanceof SocketTimeoutException ? "timeout" : String.valueOf(e.getMessage());
    }

    /// TLS Support's check by public authorities: *Preferred - Verify* goes on encrypted where it fails.
    private final class PublicCheck {

        private @Nullable String unverified;

        void check(List<X509Certificate> chain) throws CertificateException {
            switch (hop.tls()) {
                case NONE, PREFERRED, REQUIRED -> unverified = null;
                case REQUIRED_VERIFY -> means.publicTrust().check(chain, VerifiedNames.of(false, hop.references()));
                case REQUIRED_VERIFY_HOSTED_DOMAINS ->
                    means.publicTrust().check(chain, VerifiedNames.of(true, hop.references()));
                case PREFERRED_VERIFY -> {
                    try {
                        means.publicTrust().check(chain, VerifiedNames.of(false, hop.references()));
                    } catch (CertificateException e) {
                        unverified = String.valueOf(e.getMessage());
                    }
                }
            }
        }
    }

    /// Decides during the handshake, and keeps what was presented for the evidence.
    private final class VerdictCheck {

        private final DanePlan.Authenticate plan;
        private List<X509Certificate> presented = List.of();
        private DaneVerdict verdict = new DaneVerdict.Failed("no certificate was presented");

        VerdictCheck(DanePlan.Authenticate plan) {
            this.plan = plan;
        }

        void check(List<X509Certificate> chain) throws CertificateException {
            presented = chain;
            verdict = DaneDecision.conclude(plan, chain, now());
            if (DaneDecision.action(plan, verdict) != DaneAction.DANE_SUCCESS) {
                throw new CertificateException(verdict.reason());
            }
        }
    }
}
