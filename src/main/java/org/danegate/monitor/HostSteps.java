package org.danegate.monitor;

import java.util.List;
import org.danegate.address.AddressText;
import org.danegate.dane.Course.Halt;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.Evidence.TlsFacts;
import org.danegate.event.Trouble;
import org.danegate.monitor.PathStep.Name;
import org.danegate.sts.StsVerdict;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// The steps of an attempt with a host: connection, STARTTLS, certificate. Only for a host with an address that was
/// tried; the last of them counts.
///
/// @param at the address that was tried
record HostSteps(HostResult host, AddressResult at) {

    /// The steps of the host that decided.
    ///
    /// @param trouble of the attempt; null when it succeeded
    static List<PathStep> of(@Nullable HostResult host, boolean broken, @Nullable Trouble trouble) {
        if (host != null && !host.addresses().isEmpty()) {
            HostSteps steps = new HostSteps(host, host.addresses().getLast());
            return List.of(steps.connect(), steps.startTls(), steps.certificate());
        }
        PathStep connect = broken || trouble == null || host == null || trouble.permanent()
                ? PathStep.notReached(Name.CONNECT)
                : PathStep.broken(Name.CONNECT, Side.BETWEEN, Wording.of("why.connect.not-tried", host.host()))
                        .quoting(trouble.text());
        return List.of(connect, PathStep.notReached(Name.STARTTLS), PathStep.notReached(Name.CERTIFICATE));
    }

    private PathStep connect() {
        String where = host.host();
        String address = AddressText.of(at.address()) + " port " + at.port();
        Halt halt = at.course().halt();
        PathStep step = switch (halt) {
            case OUR_INTERFACE ->
                PathStep.broken(Name.CONNECT, Side.OURS, Wording.of("why.connect.our-interface", where, address));
            case NOT_CONNECTED ->
                PathStep.broken(Name.CONNECT, Side.BETWEEN, Wording.of("why.connect.failed", where, address));
            case TURNED_AWAY ->
                PathStep.broken(Name.CONNECT, Side.THEIRS, Wording.of("why.connect.turned-away", where, at.outcome()));
            case BROKEN_OFF ->
                PathStep.broken(Name.CONNECT, Side.BETWEEN, Wording.of("why.connect.broken-off", where, address));
            case null, default -> PathStep.passed(Name.CONNECT, Wording.of("why.connect.open", where, address));
        };
        return (step.state() == PathStep.State.BROKEN ? step.quoting(at.outcome()) : step)
                .took(at.course().connect());
    }

    private PathStep startTls() {
        TlsFacts tls = at.tls();
        Halt halt = at.course().halt();
        PathStep step = switch (halt) {
            case OUR_INTERFACE, NOT_CONNECTED, TURNED_AWAY, BROKEN_OFF -> PathStep.notReached(Name.STARTTLS);
            case NO_STARTTLS -> broken(Wording.of("why.starttls.not-offered", host.host()));
            case STARTTLS_REFUSED -> broken(Wording.of("why.starttls.refused", host.host()));
            case HANDSHAKE -> broken(Wording.of("why.starttls.handshake", host.host()));
            case CERTIFICATE -> PathStep.passed(Name.STARTTLS, Wording.of("why.starttls.begun", host.host()));
            case AUTHENTICATION ->
                PathStep.broken(Name.STARTTLS, Side.THEIRS, Wording.of("why.starttls.login", host.host()))
                        .quoting(at.outcome());
            case null ->
                tls == null
                        ? PathStep.noted(Name.STARTTLS, Wording.of("why.starttls.clear", host.host()))
                        : PathStep.passed(
                                Name.STARTTLS, Wording.of("why.starttls.established", tls.protocol(), tls.cipher()));
        };
        return step.took(at.course().secure());
    }

    private PathStep broken(Wording says) {
        return PathStep.broken(Name.STARTTLS, Side.THEIRS, says).quoting(at.outcome());
    }

    private PathStep certificate() {
        Halt halt = at.course().halt();
        if (halt == Halt.CERTIFICATE) {
            Wording says = at.sts() instanceof StsVerdict.Failed failed && failed.enforced()
                    ? Wording.of("why.certificate.sts-failed", host.host())
                    : host.plan() instanceof DanePlan.Authenticate plan
                            ? miss(plan)
                            : Wording.of("why.certificate.unverified", host.host());
            return PathStep.broken(Name.CERTIFICATE, Side.THEIRS, says).quoting(at.outcome());
        }
        if (halt != null) {
            return PathStep.notReached(Name.CERTIFICATE);
        }
        return at.verdict() instanceof DaneVerdict.Success success
                ? PathStep.passed(Name.CERTIFICATE, Wording.of("why.certificate.matches", host.host()))
                        .quoting(success.reason())
                : unmatched();
    }

    /// The certificate of a session in which no TLSA record was compared.
    private PathStep unmatched() {
        return switch (at.sts()) {
            case StsVerdict.Success s ->
                PathStep.passed(Name.CERTIFICATE, Wording.of("why.certificate.sts", host.host()));
            case StsVerdict.Failed f ->
                PathStep.noted(Name.CERTIFICATE, Wording.of("why.certificate.sts-testing", host.host()))
                        .quoting(f.reason());
            case null -> PathStep.skipped(Name.CERTIFICATE, Wording.of("why.certificate.not-checked"));
        };
    }

    private Wording miss(DanePlan.Authenticate plan) {
        DaneVerdict.Miss miss =
                at.verdict() instanceof DaneVerdict.Failed failed ? failed.miss() : DaneVerdict.Miss.NO_RECORD;
        return switch (miss) {
            case NO_RECORD ->
                Wording.of(
                        "why.certificate.mismatch", host.host(), plan.usable().size());
            case PATH -> Wording.of("why.certificate.path", host.host());
            case NAME -> Wording.of("why.certificate.name", host.host());
        };
    }
}
