package org.danegate.verify;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dialing.Stage;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.smtp.SmtpException;
import org.danegate.smtp.SmtpException.TlsFailed;

/// Writes the lines of an address that is dialed: the connection, TLS, and the certificate. A certificate that DANE
/// verified is the success of the call.
final class AddressNarration {

    private final DomainName domain;
    private final Consumer<TranscriptLine> told;
    private final Conclusion conclusion;

    AddressNarration(DomainName domain, Consumer<TranscriptLine> told, Conclusion conclusion) {
        this.domain = domain;
        this.told = told;
        this.conclusion = conclusion;
    }

    void tell(Stage.AtAddress stage) {
        switch (stage) {
            case Stage.Connecting s ->
                told.accept(new TranscriptLine.Connecting(s.address(), s.hop().port()));
            case Stage.Connected s -> connected(s);
            case Stage.TurnedAway s -> notConnected(s, s.why());
            case Stage.NotConnected s -> notConnected(s, s.why());
            case Stage.Encrypted s -> encrypted(s);
            case Stage.TlsBroken s -> tlsBroken(s);
            case Stage.Authenticated s -> {
                // daneverify calls no SMTP routes.
            }
            case Stage.NotAuthenticated s -> {
                // As before.
            }
            case Stage.ConversationBroken s -> {
                String reason = describe(s.why());
                conclusion.because(reason);
                noTls(new TranscriptLine.TlsNotEstablished(reason));
            }
            case Stage.Closed s -> {
                // The lines before it give the reason.
            }
        }
    }

    private void connected(Stage.Connected stage) {
        told.accept(new TranscriptLine.Connected(stage.address(), stage.local()));
        DomainName host = HostNarration.evidence(stage.hop()).host();
        told.accept(new TranscriptLine.TlsaFound(SecurityStatus.SECURE, host, domain));
        told.accept(new TranscriptLine.CheckingTls());
    }

    private void notConnected(Stage.AtAddress stage, IOException why) {
        String reason = describe(why);
        conclusion.because(reason);
        told.accept(new TranscriptLine.NotConnected(stage.address(), reason));
    }

    private void encrypted(Stage.Encrypted stage) {
        told.accept(new TranscriptLine.TlsEstablished(
                stage.tls().protocol(), stage.tls().cipher()));
        if (stage.action() == DaneAction.DANE_SUCCESS) {
            told.accept(new TranscriptLine.CertificateVerified());
            conclusion.decide(Verdict.DANE_SUCCESS);
        }
        told.accept(new TranscriptLine.TlsSucceeded(domain));
        if (stage.verdict() != null) {
            conclusion.because(stage.verdict().reason());
        }
    }

    private void tlsBroken(Stage.TlsBroken stage) {
        if (stage.at() == TlsFailed.Stage.CERTIFICATE) {
            conclusion.because("certificate verification failed: " + stage.reason());
            noTls(new TranscriptLine.CertificateRefused(stage.reason()));
        } else {
            conclusion.because(stage.reason());
            noTls(new TranscriptLine.TlsNotEstablished(stage.reason()));
        }
    }

    private void noTls(TranscriptLine why) {
        told.accept(why);
        told.accept(new TranscriptLine.TlsFailed(domain));
    }

    /// What broke a connection, in the middle of a line.
    static String describe(IOException e) {
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
}
