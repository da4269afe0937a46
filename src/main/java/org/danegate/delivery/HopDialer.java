package org.danegate.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Trouble;
import org.danegate.policy.TlsSupport;
import org.danegate.smtp.Greeted;
import org.danegate.smtp.Ready;
import org.danegate.smtp.SmtpException;
import org.danegate.smtp.Timeouts;
import org.danegate.smtp.TlsSession;
import org.jspecify.annotations.Nullable;

/// Connects to one address of a hop and brings the conversation to where mail may be sent under the plan and the TLS
/// Support: or says why not. Nothing of a message is sent here.
final class HopDialer {

    /// What dialling came to.
    sealed interface Dialed {

        AddressResult evidence();

        /// Mail may be sent.
        record Open(long dcid, Ready conversation, DaneAction action, AddressResult evidence) implements Dialed {}

        /// It may not.
        ///
        /// @param reached whether the address answered at all
        record Failed(Trouble trouble, boolean reached, AddressResult evidence) implements Dialed {}
    }

    private final String hostname;
    private final Timeouts timeouts;
    private final ConnectionIds ids;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final PublicTrust publicTrust = new PublicTrust();

    HopDialer(String hostname, Timeouts timeouts, ConnectionIds ids, DeliveryEvents events, InstantSource clock) {
        this.hostname = hostname;
        this.timeouts = timeouts;
        this.ids = ids;
        this.events = events;
        this.clock = clock;
    }

    Dialed dial(String destination, Hop hop, InetAddress address) {
        long dcid = ids.nextDcid();
        Greeted greeted;
        try {
            greeted = Greeted.connect(new InetSocketAddress(address, hop.port()), null, timeouts);
        } catch (SmtpException.Refused e) {
            Trouble trouble = Troubles.reply(
                    e.reply().code(), e.reply().enhanced(), e.reply().lines());
            return failed(hop, address, temporary(trouble), true, null, null, e.getMessage());
        } catch (IOException e) {
            String details = describe(e);
            events.publish(new DeliveryEvent.ConnectionFailed(
                    clock.instant(), dcid, destination, hop.name(), address, hop.port(), details));
            String text = "connection to " + address.getHostAddress() + " port " + hop.port() + ": " + details;
            return failed(hop, address, Troubles.network(text), false, null, null, details);
        }
        events.publish(new DeliveryEvent.ConnectionOpened(
                clock.instant(), dcid, destination, hop.name(), greeted.localAddress(), address, hop.port()));
        Dialed dialed = converse(destination, dcid, hop, address, greeted);
        if (dialed instanceof Dialed.Failed) {
            greeted.close();
            events.publish(new DeliveryEvent.ConnectionClosed(clock.instant(), dcid, destination));
        }
        return dialed;
    }

    private Dialed converse(String destination, long dcid, Hop hop, InetAddress address, Greeted greeted) {
        try {
            Ready clear = greeted.hello(hostname);
            return switch (hop.plan()) {
                case DanePlan.Authenticate p -> authenticate(destination, dcid, hop, address, clear, p);
                case DanePlan.EncryptOnly p -> encryptOnly(destination, dcid, hop, address, clear, p);
                case DanePlan.FallBack p ->
                    byTlsSupport(destination, dcid, hop, address, clear, DaneAction.FALLBACK_TLS);
                case DanePlan.NotAsked p -> byTlsSupport(destination, dcid, hop, address, clear, DaneAction.NOT_ASKED);
                case DanePlan.Refuse p -> failed(hop, address, Troubles.dane(p.reason()), true, null, null, p.reason());
            };
        } catch (SmtpException.Refused e) {
            Trouble trouble = Troubles.reply(
                    e.reply().code(), e.reply().enhanced(), e.reply().lines());
            return failed(hop, address, temporary(trouble), true, null, null, e.getMessage());
        } catch (IOException e) {
            return failed(hop, address, Troubles.network(describe(e)), true, null, null, describe(e));
        }
    }

    private Dialed authenticate(
            String destination, long dcid, Hop hop, InetAddress address, Ready clear, DanePlan.Authenticate plan)
            throws IOException {
        VerdictCheck check = new VerdictCheck(plan);
        try {
            Ready secure = clear.startTls(plan.baseDomain().ascii(), check::check);
            TlsSession tls = sessionOf(secure);
            DaneVerdict verdict = DaneDecision.conclude(plan, tls.chain(), clock.instant());
            DaneAction action = DaneDecision.action(plan, verdict);
            if (action != DaneAction.DANE_SUCCESS) {
                secure.close();
                return daneFailed(destination, dcid, hop, address, check, verdict.reason());
            }
            events.publish(new DeliveryEvent.TlsSucceeded(
                    clock.instant(), dcid, destination, hop.name(), tls.protocol(), tls.cipher(), true));
            AddressResult evidence =
                    new AddressResult(address, hop.port(), facts(tls, plan.baseDomain()), verdict, "DANE SUCCESS");
            return new Dialed.Open(dcid, secure, action, evidence);
        } catch (SmtpException.TlsFailed e) {
            return daneFailed(destination, dcid, hop, address, check, String.valueOf(e.getMessage()));
        }
    }

    private Dialed daneFailed(
            String destination, long dcid, Hop hop, InetAddress address, VerdictCheck check, String reason) {
        events.publish(
                new DeliveryEvent.TlsFailed(clock.instant(), dcid, destination, hop.name(), address, reason, true));
        Evidence.TlsFacts presented = check.presented.isEmpty()
                ? null
                : new Evidence.TlsFacts(
                        "not established",
                        "",
                        check.plan.baseDomain(),
                        check.presented.stream()
                                .map(Evidence.CertificateFacts::of)
                                .toList());
        String text = "certificate verification failed at " + hop.name() + ": " + reason;
        return failed(hop, address, Troubles.dane(text), true, presented, new DaneVerdict.Failed(reason), reason);
    }

    private Dialed encryptOnly(
            String destination, long dcid, Hop hop, InetAddress address, Ready clear, DanePlan.EncryptOnly plan)
            throws IOException {
        try {
            Ready secure = clear.startTls(plan.baseDomain().ascii(), chain -> {});
            return opened(destination, dcid, hop, address, secure, plan.baseDomain(), DaneAction.FALLBACK_TLS);
        } catch (SmtpException.TlsFailed e) {
            String reason = String.valueOf(e.getMessage());
            events.publish(
                    new DeliveryEvent.TlsFailed(clock.instant(), dcid, destination, hop.name(), address, reason, true));
            return failed(hop, address, Troubles.dane(reason), true, null, new DaneVerdict.Failed(reason), reason);
        }
    }

    /// The destination's own TLS Support, where DANE does not bind: never weaker than configured.
    private Dialed byTlsSupport(
            String destination, long dcid, Hop hop, InetAddress address, Ready clear, DaneAction action)
            throws IOException {
        if (hop.tls() == TlsSupport.NONE) {
            return new Dialed.Open(
                    dcid, clear, action, new AddressResult(address, hop.port(), null, null, "connected without TLS"));
        }
        boolean required = hop.tls() != TlsSupport.PREFERRED && hop.tls() != TlsSupport.PREFERRED_VERIFY;
        boolean verify =
                hop.tls() == TlsSupport.REQUIRED_VERIFY || hop.tls() == TlsSupport.REQUIRED_VERIFY_HOSTED_DOMAINS;
        DomainName sni = hop.dns() == null ? null : hop.dns().host();
        try {
            Ready secure = clear.startTls(sni == null ? null : sni.ascii(), chain -> {
                if (verify) {
                    publicTrust.check(chain, hop.references());
                }
            });
            return opened(destination, dcid, hop, address, secure, sni, action);
        } catch (SmtpException.TlsFailed e) {
            String reason = String.valueOf(e.getMessage());
            events.publish(new DeliveryEvent.TlsFailed(
                    clock.instant(), dcid, destination, hop.name(), address, reason, required));
            boolean stillClear = e.stage() == SmtpException.TlsFailed.Stage.NOT_OFFERED
                    || e.stage() == SmtpException.TlsFailed.Stage.REFUSED;
            if (!required && stillClear) {
                return new Dialed.Open(
                        dcid,
                        clear,
                        action,
                        new AddressResult(address, hop.port(), null, null, "connected without TLS: " + reason));
            }
            return failed(hop, address, Troubles.tls(reason), true, null, null, reason);
        }
    }

    private Dialed opened(
            String destination,
            long dcid,
            Hop hop,
            InetAddress address,
            Ready secure,
            @Nullable DomainName sni,
            DaneAction action)
            throws IOException {
        TlsSession tls = sessionOf(secure);
        events.publish(new DeliveryEvent.TlsSucceeded(
                clock.instant(), dcid, destination, hop.name(), tls.protocol(), tls.cipher(), false));
        AddressResult evidence = new AddressResult(address, hop.port(), facts(tls, sni), null, "connected with TLS");
        return new Dialed.Open(dcid, secure, action, evidence);
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

    private static Dialed failed(
            Hop hop,
            InetAddress address,
            Trouble trouble,
            boolean reached,
            Evidence.@Nullable TlsFacts tls,
            @Nullable DaneVerdict verdict,
            @Nullable String outcome) {
        return new Dialed.Failed(
                trouble, reached, new AddressResult(address, hop.port(), tls, verdict, String.valueOf(outcome)));
    }

    /// A refusal of the whole conversation says nothing final about a recipient: another host may take the mail.
    private static Trouble temporary(Trouble trouble) {
        return trouble.permanent()
                ? new Trouble(
                        trouble.code(),
                        "4" + trouble.enhanced().substring(1),
                        trouble.summary(),
                        trouble.lines(),
                        false)
                : trouble;
    }

    private static String describe(IOException e) {
        return e instanceof SocketTimeoutException ? "timeout" : String.valueOf(e.getMessage());
    }

    /// Decides during the handshake, and keeps what was presented for the evidence.
    private final class VerdictCheck {

        private final DanePlan.Authenticate plan;
        private List<X509Certificate> presented = List.of();

        VerdictCheck(DanePlan.Authenticate plan) {
            this.plan = plan;
        }

        void check(List<X509Certificate> chain) throws CertificateException {
            presented = chain;
            DaneVerdict verdict = DaneDecision.conclude(plan, chain, clock.instant());
            if (DaneDecision.action(plan, verdict) != DaneAction.DANE_SUCCESS) {
                throw new CertificateException(verdict.reason());
            }
        }
    }
}
