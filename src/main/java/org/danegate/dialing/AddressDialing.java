package org.danegate.dialing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dialing.HopDialer.Means;
import org.danegate.event.Trouble;
import org.danegate.policy.TlsSupport;
import org.danegate.smtp.Greeted;
import org.danegate.smtp.Line;
import org.danegate.smtp.Ready;
import org.danegate.smtp.SmtpException;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.smtp.TlsSession;
import org.jspecify.annotations.Nullable;

/// One attempt to open a connection: connect, EHLO, STARTTLS, and the check of the certificate.
final class AddressDialing {

    /// Signals that a full handshake that offers everything may succeed: the certificate of a resumed session is no
    /// longer valid, or the peer supports none of the fast groups.
    static final class TryInFull extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static final String CERTIFICATE_FAILED = "certificate verification failed";

    private final Means means;
    private final Hop hop;
    private final InetAddress address;
    private final Consumer<? super Stage> told;
    private final Line line;

    AddressDialing(Means means, Hop hop, InetAddress address, Consumer<? super Stage> told) {
        this.means = means;
        this.hop = hop;
        this.address = address;
        this.told = told;
        this.line = new Line(means.nanos());
    }

    Opening<Ready> run() throws TryInFull {
        AtomicReference<@Nullable InetAddress> ours = new AtomicReference<>();
        told.accept(new Stage.Connecting(hop, address, line));
        Greeted greeted;
        try {
            greeted = Greeted.connect(
                    new InetSocketAddress(address, hop.port()),
                    hop.gateway().localFor(address),
                    means.timeouts(),
                    line,
                    ours::set);
        } catch (SmtpException.Refused e) {
            told.accept(new Stage.TurnedAway(hop, address, ours.get(), e));
            return refused(e);
        } catch (IOException e) {
            return notConnected(e, ours.get());
        }
        Opening<Ready> opening = null;
        try {
            // A listener may end the call with an exception, for example when the browser of daneverify
            // has disconnected.
            told.accept(new Stage.Connected(hop, address, greeted.localAddress()));
            opening = converse(greeted);
            return opening;
        } finally {
            if (!(opening instanceof Opening.Open)) {
                greeted.close();
                told.accept(new Stage.Closed(hop, address));
            }
        }
    }

    private Opening<Ready> notConnected(IOException e, @Nullable InetAddress ours) {
        InetAddress local = hop.gateway().localFor(address);
        String details = local != null && e instanceof BindException
                ? "cannot connect from " + local.getHostAddress() + " (IP interface "
                        + hop.gateway().name() + "): " + describe(e)
                : said(e);
        told.accept(new Stage.NotConnected(hop, address, ours, e, details));
        String text = "connection to " + address.getHostAddress() + " port " + hop.port() + ": " + details;
        return failed(Troubles.network(text), false, null, null, details);
    }

    private Opening<Ready> converse(Greeted greeted) throws TryInFull {
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
            told.accept(new Stage.ConversationBroken(hop, address, e));
            return refused(e);
        } catch (IOException e) {
            told.accept(new Stage.ConversationBroken(hop, address, e));
            return failed(Troubles.network(said(e)), true, null, null, said(e));
        }
    }

    private Opening<Ready> authenticate(Ready clear, DanePlan.Authenticate plan) throws IOException, TryInFull {
        DaneCheck check = new DaneCheck(plan, means.clock());
        try {
            Ready secure = clear.startTls(plan.baseDomain().ascii(), check, means.sessions());
            TlsSession tls = sessionOf(secure);
            DaneVerdict verdict = check.verdict();
            DaneAction action = DaneDecision.action(plan, verdict);
            if (action != DaneAction.DANE_SUCCESS) {
                secure.close();
                return daneFailed(check, TlsFailed.Stage.CERTIFICATE, verdict.reason());
            }
            told.accept(new Stage.Encrypted(hop, address, tls, action, verdict));
            return open(secure, action, facts(tls, plan.baseDomain()), verdict, "DANE SUCCESS");
        } catch (TlsFailed e) {
            lookAgain(e);
            return daneFailed(check, e.stage(), String.valueOf(e.getMessage()));
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

    private Opening<Ready> daneFailed(DaneCheck check, TlsFailed.Stage at, String reason) {
        told.accept(new Stage.TlsBroken(hop, address, at, reason, true));
        String text = what(at) + " at " + hop.name() + ": " + reason;
        return failed(Troubles.dane(text), true, check.presented(), new DaneVerdict.Failed(reason), reason);
    }

    private Opening<Ready> encryptOnly(Ready clear, DanePlan.EncryptOnly plan) throws IOException, TryInFull {
        try {
            Ready secure = clear.startTls(plan.baseDomain().ascii(), chain -> {}, means.sessions());
            return encrypted(secure, plan.baseDomain(), DaneAction.FALLBACK_TLS, "connected with TLS");
        } catch (TlsFailed e) {
            lookAgain(e);
            String reason = String.valueOf(e.getMessage());
            told.accept(new Stage.TlsBroken(hop, address, e.stage(), reason, true));
            return failed(Troubles.dane(reason), true, null, new DaneVerdict.Failed(reason), reason);
        }
    }

    /// Applies the destination's own TLS Support when DANE does not apply: never weaker than configured.
    private Opening<Ready> byTlsSupport(Ready clear, DaneAction action) throws IOException, TryInFull {
        if (hop.tls() == TlsSupport.NONE) {
            return open(clear, action, null, null, "connected without TLS");
        }
        DomainName sni = hop.dns() == null ? null : hop.dns().host();
        PublicCheck check = new PublicCheck(hop, means.publicTrust());
        try {
            Ready secure = clear.startTls(sni == null ? null : sni.ascii(), check, means.sessions());
            String outcome = check.unverified() == null
                    ? "connected with TLS"
                    : "connected with TLS, certificate not verified: " + check.unverified();
            return encrypted(secure, sni, action, outcome);
        } catch (TlsFailed e) {
            lookAgain(e);
            return withoutTls(clear, action, e);
        }
    }

    private Opening<Ready> withoutTls(Ready clear, DaneAction action, TlsFailed e) {
        boolean required = hop.tls() != TlsSupport.PREFERRED && hop.tls() != TlsSupport.PREFERRED_VERIFY;
        boolean stillClear = e.stage() == TlsFailed.Stage.NOT_OFFERED || e.stage() == TlsFailed.Stage.REFUSED;
        String reason = String.valueOf(e.getMessage());
        told.accept(new Stage.TlsBroken(hop, address, e.stage(), reason, required));
        return !required && stillClear
                ? open(clear, action, null, null, "connected without TLS: " + reason)
                : failed(required ? Troubles.tls(reason) : Troubles.tlsBroke(reason), true, null, null, reason);
    }

    private Opening<Ready> encrypted(Ready secure, @Nullable DomainName sni, DaneAction action, String outcome)
            throws IOException {
        TlsSession tls = sessionOf(secure);
        told.accept(new Stage.Encrypted(hop, address, tls, action, null));
        return open(secure, action, facts(tls, sni), null, outcome);
    }

    private Opening<Ready> open(
            Ready conversation,
            DaneAction action,
            Evidence.@Nullable TlsFacts tls,
            @Nullable DaneVerdict verdict,
            String outcome) {
        return new Opening.Open<>(conversation, action, result(tls, verdict, outcome));
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
        return new Evidence.TlsFacts(tls.protocol(), tls.cipher(), sni, chain);
    }

    private Opening<Ready> refused(SmtpException.Refused e) {
        Trouble trouble = Troubles.conversation(
                e.reply().code(), e.reply().enhanced(), e.reply().lines());
        return failed(trouble, true, null, null, String.valueOf(e.getMessage()));
    }

    private Opening<Ready> failed(
            Trouble trouble,
            boolean reached,
            Evidence.@Nullable TlsFacts tls,
            @Nullable DaneVerdict verdict,
            String outcome) {
        return new Opening.Failed<>(trouble, reached, result(tls, verdict, outcome));
    }

    private AddressResult result(Evidence.@Nullable TlsFacts tls, @Nullable DaneVerdict verdict, String outcome) {
        return new AddressResult(address, hop.port(), tls, verdict, outcome);
    }

    /// Describes what went wrong, or why the conversation was broken off if it was.
    private String said(IOException e) {
        String cut = line.cutBecause();
        return cut == null ? describe(e) : cut;
    }

    private static String describe(IOException e) {
        return e instanceof SocketTimeoutException ? "timeout" : String.valueOf(e.getMessage());
    }
}
