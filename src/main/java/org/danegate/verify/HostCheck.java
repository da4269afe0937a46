package org.danegate.verify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.smtp.Greeted;
import org.danegate.smtp.Ready;
import org.danegate.smtp.SmtpException;
import org.danegate.smtp.Timeouts;
import org.danegate.smtp.TlsSession;
import org.danegate.smtp.TlsSessions;
import org.jspecify.annotations.Nullable;

/// Connects to one address under a plan that binds, does STARTTLS, and takes the decision's word on the certificates.
/// Nothing of a message is sent. May be used by many threads at once.
public final class HostCheck {

    /// What one address came to.
    ///
    /// @param success whether the plan would let mail be sent
    /// @param reason one sentence or phrase: why
    public record Outcome(boolean success, String reason, AddressResult result) {}

    /// What binds a conversation: the plan, and the name sent as SNI.
    private record Bond(DanePlan plan, DomainName baseDomain) {}

    private final String ehloName;
    private final int port;
    private final Timeouts timeouts;
    private final InstantSource clock;
    private final Instant end;

    /// @param ehloName name for EHLO
    /// @param port port that is dialled, 1 to 65535
    /// @param timeouts a person waits: see {@link DaneVerify#patience}
    public HostCheck(String ehloName, int port, Timeouts timeouts, InstantSource clock) {
        this(ehloName, port, timeouts, clock, Instant.MAX);
    }

    private HostCheck(String ehloName, int port, Timeouts timeouts, InstantSource clock, Instant end) {
        this.ehloName = ehloName;
        this.port = port;
        this.timeouts = timeouts;
        this.clock = clock;
        this.end = end;
    }

    /// The same with conversations that are over at that time.
    HostCheck until(Instant time) {
        return new HostCheck(ehloName, port, timeouts, clock, time);
    }

    private Timeouts timeLeft() {
        return end.equals(Instant.MAX) ? timeouts : timeouts.setUpWithin(Duration.between(clock.instant(), end));
    }

    /// Checks the certificate against the records of the plan; blocks until the answer.
    ///
    /// @param told each stage when it happens, on the calling thread
    public Outcome dial(
            DanePlan.Authenticate plan, InetAddress address, DomainName host, DomainName domain, Consumer<Stage> told) {
        return dial(new Bond(plan, plan.baseDomain()), address, host, domain, told);
    }

    /// The same where TLS is compulsory and no certificate is asked for.
    public Outcome dial(
            DanePlan.EncryptOnly plan, InetAddress address, DomainName host, DomainName domain, Consumer<Stage> told) {
        return dial(new Bond(plan, plan.baseDomain()), address, host, domain, told);
    }

    private Outcome dial(Bond bond, InetAddress address, DomainName host, DomainName domain, Consumer<Stage> told) {
        told.accept(new Stage.Connecting(address, port));
        try (Greeted greeted = Greeted.connect(new InetSocketAddress(address, port), null, timeLeft())) {
            told.accept(new Stage.Connected(address, greeted.localAddress()));
            told.accept(new Stage.TlsaFound(SecurityStatus.SECURE, host, domain));
            told.accept(new Stage.CheckingTls());
            return secure(greeted, bond, address, domain, told);
        } catch (IOException e) {
            String reason = describe(e);
            told.accept(new Stage.NotConnected(address, reason));
            return failed(address, null, reason);
        }
    }

    private Outcome secure(Greeted greeted, Bond bond, InetAddress address, DomainName domain, Consumer<Stage> told) {
        Presented presented = new Presented(bond);
        try {
            Ready clear = greeted.hello(ehloName);
            Ready ready = clear.startTls(bond.baseDomain().ascii(), presented::check, new TlsSessions());
            TlsSession tls = ready.tls();
            if (tls == null) {
                throw new IOException("no TLS session after STARTTLS");
            }
            ready.quit();
            DaneVerdict verdict = DaneDecision.conclude(bond.plan(), tls.chain(), clock.instant());
            told.accept(new Stage.TlsEstablished(tls.protocol(), tls.cipher()));
            DaneAction action = DaneDecision.action(bond.plan(), verdict);
            if (action == DaneAction.DANE_FAIL) {
                return refused(address, presented, verdict.reason(), domain, told);
            }
            if (action == DaneAction.DANE_SUCCESS) {
                told.accept(new Stage.CertificateVerified());
            }
            told.accept(new Stage.TlsSucceeded(domain));
            Evidence.TlsFacts facts = presented.facts(tls.protocol(), tls.cipher());
            String outcome = action == DaneAction.DANE_SUCCESS ? "DANE SUCCESS" : "connected with TLS";
            return new Outcome(true, verdict.reason(), new AddressResult(address, port, facts, verdict, outcome));
        } catch (SmtpException.TlsFailed e) {
            String reason = String.valueOf(e.getMessage());
            if (e.stage() == SmtpException.TlsFailed.Stage.CERTIFICATE) {
                return refused(
                        address, presented, presented.refusal.isEmpty() ? reason : presented.refusal, domain, told);
            }
            return noTls(address, reason, domain, told);
        } catch (IOException e) {
            return noTls(address, describe(e), domain, told);
        }
    }

    private Outcome refused(
            InetAddress address, Presented presented, String reason, DomainName domain, Consumer<Stage> told) {
        told.accept(new Stage.CertificateRefused(reason));
        told.accept(new Stage.TlsFailed(domain));
        Evidence.TlsFacts facts = presented.chain.isEmpty() ? null : presented.facts("not established", "");
        DaneVerdict verdict = new DaneVerdict.Failed(reason);
        return new Outcome(
                false,
                "certificate verification failed: " + reason,
                new AddressResult(address, port, facts, verdict, reason));
    }

    private Outcome noTls(InetAddress address, String reason, DomainName domain, Consumer<Stage> told) {
        told.accept(new Stage.TlsNotEstablished(reason));
        told.accept(new Stage.TlsFailed(domain));
        return failed(address, new DaneVerdict.Failed(reason), reason);
    }

    private Outcome failed(InetAddress address, @Nullable DaneVerdict verdict, String reason) {
        return new Outcome(false, reason, new AddressResult(address, port, null, verdict, reason));
    }

    private static String describe(IOException e) {
        String said = e.getMessage() == null ? "the connection broke" : e.getMessage();
        return switch (e) {
            case SmtpException s -> said;
            case SocketTimeoutException t -> "timeout";
            case NoRouteToHostException n -> "no route to host";
            // The system's own words, "Connection refused" or "Network is unreachable", in the middle of a line.
            case SocketException s -> said.toLowerCase(Locale.ROOT);
            default -> said;
        };
    }

    /// Decides during the handshake, and keeps what was presented for the evidence.
    private final class Presented {

        private final Bond bond;
        private List<X509Certificate> chain = List.of();
        private String refusal = "";

        Presented(Bond bond) {
            this.bond = bond;
        }

        void check(List<X509Certificate> presented) throws CertificateException {
            chain = presented;
            DaneVerdict verdict = DaneDecision.conclude(bond.plan(), presented, clock.instant());
            if (DaneDecision.action(bond.plan(), verdict) == DaneAction.DANE_FAIL) {
                refusal = verdict.reason();
                throw new CertificateException(refusal);
            }
        }

        Evidence.TlsFacts facts(String protocol, String cipher) {
            return new Evidence.TlsFacts(
                    protocol,
                    cipher,
                    bond.baseDomain(),
                    chain.stream().map(Evidence.CertificateFacts::of).toList());
        }
    }
}
