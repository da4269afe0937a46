package org.danegate.verify;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DomainEvidence;
import org.danegate.dialing.CallBounds;
import org.danegate.dialing.Route;
import org.danegate.dialing.Stage;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.smtp.SmtpException;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.jspecify.annotations.Nullable;

/// Turns the stages of a call into transcript lines, and decides the verdict.
final class Narration {

    private final DomainName domain;
    private final Consumer<TranscriptLine> told;
    private @Nullable DomainEvidence mx;
    private @Nullable HostNarration host;
    private boolean limited;
    private Verdict verdict = Verdict.DANE_FAILED;
    private String reason = "";

    Narration(DomainName domain, Consumer<TranscriptLine> told) {
        this.domain = domain;
        this.told = told;
    }

    Verdict verdict() {
        return verdict;
    }

    /// The reason for the verdict, as a sentence or phrase.
    String reason() {
        return reason;
    }

    boolean success() {
        return verdict == Verdict.DANE_SUCCESS;
    }

    /// Notes that the call goes on to another host.
    void nextHost() {
        if (host != null) {
            told.accept(new TranscriptLine.NextMx(domain));
        }
    }

    /// Notes that the time limit was reached.
    void outOfTime() {
        reason = "the time limit was reached";
        told.accept(new TranscriptLine.OutOfTime(domain));
    }

    void conclude() {
        told.accept(new TranscriptLine.Concluded(verdict, domain));
        told.accept(new TranscriptLine.Completed());
    }

    void tell(Stage stage) {
        switch (stage) {
            case Stage.Routed s -> routed(s.route());
            case Stage.HostPlanned s -> {
                reason = s.hop().plan().reason();
                DomainEvidence known = Objects.requireNonNull(mx, "a host without a route");
                host = new HostNarration(known, s.hop(), told);
                reason = host.planned(s.again()).orElse(reason);
            }
            case Stage.HostEnded s -> {
                if (host != null && !limited) {
                    host.ended(s.open());
                }
            }
            case Stage.LimitReached s -> limitReached();
            case Stage.AtAddress s -> atAddress(s);
        }
    }

    private void routed(Route route) {
        switch (route) {
            case Route.Mx found -> {
                mx = found.evidence();
                if (mx.implicitMx()) {
                    told.accept(new TranscriptLine.MxImplicit(mx.mxStatus(), domain));
                }
                leftOut(found.leftOut());
            }
            case Route.Unresolved unresolved -> {
                reason = unresolved.evidence().mx().provenance().reason();
                noMx(unresolved.evidence());
            }
            case Route.Impossible impossible -> {
                reason = impossible.trouble().text();
                DomainEvidence evidence = impossible.evidence();
                if (evidence != null) {
                    noMx(evidence);
                }
                leftOut(impossible.leftOut());
            }
            case Route.Relay relay -> reason = relay.routeText();
            case Route.Literal literal -> reason = "DANE does not apply to an address literal";
            case Route.Discard discard -> reason = "SMTP route to /dev/null";
        }
    }

    private void noMx(DomainEvidence evidence) {
        switch (evidence.mx()) {
            case Answer.Bogus<MxRecord> bogus -> {
                told.accept(new TranscriptLine.MxBogus(domain));
                if (bogus.unproven() != null) {
                    told.accept(new TranscriptLine.DnssecDropped(reason));
                }
            }
            case Answer.Failed<MxRecord> failed -> {
                told.accept(
                        new TranscriptLine.LookupFailed(RecordType.MX, domain.ascii(), HostNarration.failure(failed)));
                if (failed.failure() == Answer.Failure.TIMEOUT || failed.failure() == Answer.Failure.NO_SERVER) {
                    verdict = Verdict.NOT_VERIFIED;
                }
            }
            case Answer.Denied<MxRecord> denied -> told.accept(new TranscriptLine.NoDomain(domain));
            case Answer.Found<MxRecord> found -> {
                if (found.records().stream().allMatch(MxRecord::nullMx)) {
                    reason = "the domain has a null MX record";
                    told.accept(new TranscriptLine.NullMx(domain));
                }
            }
        }
    }

    private void leftOut(List<Route.LeftOut> all) {
        all.stream()
                .limit(CallBounds.MOST_HOSTS)
                .forEach(mx -> told.accept(new TranscriptLine.MxLeftOut(mx.target(), mx.why(), domain)));
        if (all.size() > CallBounds.MOST_HOSTS) {
            limitReached();
        }
    }

    private void limitReached() {
        if (!limited && !success()) {
            limited = true;
            told.accept(new TranscriptLine.LimitReached(domain));
        }
    }

    private void atAddress(Stage.AtAddress stage) {
        switch (stage) {
            case Stage.Connecting s -> {
                if (host != null) {
                    host.upTo(s.address());
                }
                told.accept(new TranscriptLine.Connecting(s.address(), s.hop().port()));
            }
            case Stage.Connected s -> {
                told.accept(new TranscriptLine.Connected(s.address(), s.local()));
                told.accept(new TranscriptLine.TlsaFound(SecurityStatus.SECURE, name(s), domain));
                told.accept(new TranscriptLine.CheckingTls());
            }
            case Stage.TurnedAway s -> notConnected(s, s.why());
            case Stage.NotConnected s -> notConnected(s, s.why());
            case Stage.Encrypted s -> encrypted(s);
            case Stage.TlsBroken s -> {
                boolean certificate = s.at() == TlsFailed.Stage.CERTIFICATE;
                reason = certificate ? "certificate verification failed: " + s.reason() : s.reason();
                told.accept(
                        certificate
                                ? new TranscriptLine.CertificateRefused(s.reason())
                                : new TranscriptLine.TlsNotEstablished(s.reason()));
                told.accept(new TranscriptLine.TlsFailed(domain));
            }
            case Stage.ConversationBroken s -> {
                reason = describe(s.why());
                told.accept(new TranscriptLine.TlsNotEstablished(reason));
                told.accept(new TranscriptLine.TlsFailed(domain));
            }
            case Stage.Closed s -> {
                // The lines before it give the reason.
            }
        }
    }

    private static DomainName name(Stage.AtAddress stage) {
        return HostNarration.evidence(stage.hop()).host();
    }

    private void notConnected(Stage.AtAddress stage, IOException why) {
        reason = describe(why);
        told.accept(new TranscriptLine.NotConnected(stage.address(), reason));
    }

    private void encrypted(Stage.Encrypted stage) {
        told.accept(new TranscriptLine.TlsEstablished(
                stage.tls().protocol(), stage.tls().cipher()));
        if (stage.action() == DaneAction.DANE_SUCCESS) {
            told.accept(new TranscriptLine.CertificateVerified());
            verdict = Verdict.DANE_SUCCESS;
        }
        told.accept(new TranscriptLine.TlsSucceeded(domain));
        reason = stage.verdict() == null ? reason : stage.verdict().reason();
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
}
