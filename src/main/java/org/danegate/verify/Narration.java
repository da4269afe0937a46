package org.danegate.verify;

import java.util.List;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostChoice;
import org.danegate.dialing.CallBounds;
import org.danegate.dialing.Route;
import org.danegate.dialing.Stage;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Question.RecordType;
import org.jspecify.annotations.Nullable;

/// Turns the stages of a call into transcript lines, and decides the verdict.
final class Narration {

    private final DomainName domain;
    private final Consumer<TranscriptLine> told;
    private final Conclusion conclusion = new Conclusion();
    private final AddressNarration addresses;
    private @Nullable HostNarration host;
    private boolean limited;

    Narration(DomainName domain, Consumer<TranscriptLine> told) {
        this.domain = domain;
        this.told = told;
        this.addresses = new AddressNarration(domain, told, conclusion);
    }

    Verdict verdict() {
        return conclusion.verdict();
    }

    /// The reason for the verdict, as a sentence or phrase.
    String reason() {
        return conclusion.reason();
    }

    boolean success() {
        return conclusion.success();
    }

    /// Notes that the call goes on to another host.
    void nextHost() {
        if (host != null) {
            told.accept(new TranscriptLine.NextMx(domain));
        }
    }

    /// Notes that the time limit was reached.
    void outOfTime() {
        conclusion.because("the time limit was reached");
        told.accept(new TranscriptLine.OutOfTime(domain));
    }

    void conclude() {
        told.accept(new TranscriptLine.Concluded(conclusion.verdict(), domain));
        told.accept(new TranscriptLine.Completed());
    }

    void tell(Stage stage) {
        switch (stage) {
            case Stage.Routed s -> routed(s.route());
            case Stage.HostPlanned s -> planned(s);
            case Stage.HostEnded s -> {
                conclusion.settle();
                if (host != null && !limited) {
                    host.ended(s.open());
                }
            }
            case Stage.StsJudged s -> {
                // Under DANE Mandatory no policy of MTA-STS is asked for.
            }
            case Stage.LimitReached s -> limitReached();
            case Stage.AtAddress s -> atAddress(s);
        }
    }

    private void planned(Stage.HostPlanned stage) {
        conclusion.because(stage.hop().plan().reason());
        HostChoice choice = stage.hop().choice();
        if (choice == null) {
            // The MX lookup of a name in a route failed: there is nothing to say of a host.
            conclusion.because(stage.hop().plan().reason());
            told.accept(new TranscriptLine.NotPossible(
                    domain, domain, stage.hop().plan().reason()));
            host = null;
            return;
        }
        host = new HostNarration(choice, domain, stage.hop(), told);
        host.planned(stage.again()).ifPresent(conclusion::because);
    }

    private void routed(Route route) {
        switch (route) {
            case Route.Mx found -> mx(found);
            case Route.Unresolved unresolved -> {
                conclusion.because(unresolved.evidence().mx().provenance().reason());
                noMx(unresolved.evidence());
            }
            case Route.Impossible impossible -> impossible(impossible);
            case Route.Relay relay -> conclusion.because(relay.routeText());
            case Route.Literal literal -> conclusion.because("DANE does not apply to an address literal");
            case Route.Discard discard -> conclusion.because("SMTP route to /dev/null");
        }
    }

    private void mx(Route.Mx found) {
        if (found.evidence().implicitMx()) {
            told.accept(new TranscriptLine.MxImplicit(found.evidence().mxStatus(), domain));
        }
        leftOut(found.leftOut());
    }

    private void impossible(Route.Impossible route) {
        conclusion.because(route.trouble().text());
        DomainEvidence evidence = route.evidence();
        if (evidence != null) {
            noMx(evidence);
        }
        leftOut(route.leftOut());
    }

    private void noMx(DomainEvidence evidence) {
        switch (evidence.mx()) {
            case Answer.Bogus<MxRecord> bogus -> {
                told.accept(new TranscriptLine.MxBogus(domain));
                if (bogus.unproven() != null) {
                    told.accept(new TranscriptLine.DnssecDropped(conclusion.reason()));
                }
            }
            case Answer.Failed<MxRecord> failed -> noAnswer(failed);
            case Answer.Denied<MxRecord> denied -> told.accept(new TranscriptLine.NoDomain(domain));
            case Answer.Found<MxRecord> found -> {
                if (found.records().stream().allMatch(MxRecord::nullMx)) {
                    conclusion.because("the domain has a null MX record");
                    told.accept(new TranscriptLine.NullMx(domain));
                }
            }
        }
    }

    private void noAnswer(Answer.Failed<MxRecord> failed) {
        told.accept(new TranscriptLine.LookupFailed(RecordType.MX, domain.ascii(), HostNarration.failure(failed)));
        if (failed.failure() == Answer.Failure.TIMEOUT || failed.failure() == Answer.Failure.NO_SERVER) {
            conclusion.decide(Verdict.NOT_VERIFIED);
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
        if (host != null && stage instanceof Stage.Connecting) {
            host.upTo(stage.address());
        }
        addresses.tell(stage);
    }
}
