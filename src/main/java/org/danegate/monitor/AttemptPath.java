package org.danegate.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.event.Trouble;
import org.danegate.monitor.PathStep.Name;
import org.danegate.monitor.PathStep.State;
import org.danegate.policy.DaneSupport;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// How far an attempt came, step by step. A pure reading of what the engine decided on; nothing is looked up again.
///
/// @param host the host that decided, empty when none was looked up
/// @param steps all of them, in order; MTA-STS only where it played a part
/// @param digests TLSA records beside what the host showed; empty when no certificate was compared
public record AttemptPath(String host, List<PathStep> steps, List<DigestPair> digests) {

    public AttemptPath {
        steps = List.copyOf(steps);
        digests = List.copyOf(digests);
    }

    /// Reads the evidence of an attempt.
    ///
    /// @param trouble as the event of the attempt has it
    public static AttemptPath of(Evidence evidence, @Nullable Trouble trouble) {
        HostResult host = decisive(evidence, trouble);
        DnsSteps dns = new DnsSteps(evidence, host, trouble);
        List<PathStep> steps = new ArrayList<>(List.of(policy(evidence, trouble), dns.mx(), dns.address(), dns.tlsa()));
        StsStep.of(host).ifPresent(steps::add);
        steps.addAll(HostSteps.of(host, anyBroken(steps), trouble));
        steps.add(accepted(steps, trouble));
        List<PathStep> read =
                trouble == null ? steps.stream().map(PathStep::withoutTrouble).toList() : steps;
        return new AttemptPath(host == null ? "" : host.host(), read, host == null ? List.of() : DigestPair.of(host));
    }

    /// The first step that broke; empty when mail was accepted.
    public Optional<PathStep> broken() {
        return steps.stream().filter(s -> s.state() == State.BROKEN).findFirst();
    }

    private static boolean anyBroken(List<PathStep> steps) {
        return steps.stream().anyMatch(s -> s.state() == State.BROKEN);
    }

    /// The host that the outcome is about: for a DANE failure the last that DANE forbade, otherwise the last that
    /// was tried, otherwise the last that was looked up.
    private static @Nullable HostResult decisive(Evidence evidence, @Nullable Trouble trouble) {
        HostResult looked = null;
        HostResult tried = null;
        HostResult forbidden = null;
        for (HostResult host : evidence.hosts()) {
            looked = host.dns() == null && host.addresses().isEmpty() ? looked : host;
            tried = host.addresses().isEmpty() ? tried : host;
            forbidden = isForbidden(host) ? host : forbidden;
        }
        if (trouble != null && trouble.dane() && forbidden != null) {
            return forbidden;
        }
        return tried == null ? looked : tried;
    }

    private static boolean isForbidden(HostResult host) {
        return host.plan() instanceof DanePlan.Refuse
                || host.addresses().stream().anyMatch(a -> a.verdict() instanceof DaneVerdict.Failed);
    }

    private static PathStep policy(Evidence evidence, @Nullable Trouble trouble) {
        String route = evidence.route();
        DaneSupport support = evidence.support();
        if (route == null) {
            return PathStep.passed(Name.POLICY, demands(support));
        }
        return trouble != null && trouble.dane() && evidence.hosts().isEmpty()
                ? PathStep.broken(Name.POLICY, Side.OURS, Wording.of("why.policy.route-and-dane", route))
                        .quoting(trouble.text())
                : PathStep.passed(Name.POLICY, Wording.of("why.policy.route", route));
    }

    private static Wording demands(DaneSupport support) {
        return switch (support) {
            case NONE -> Wording.of("why.policy.none");
            case OPPORTUNISTIC -> Wording.of("why.policy.opportunistic");
            case MANDATORY -> Wording.of("why.policy.mandatory");
        };
    }

    private static PathStep accepted(List<PathStep> before, @Nullable Trouble trouble) {
        if (trouble == null) {
            return PathStep.passed(Name.ACCEPTED, Wording.of("why.accepted"));
        }
        if (anyBroken(before)) {
            return PathStep.notReached(Name.ACCEPTED);
        }
        PathStep step = trouble.code().equals("000")
                ? PathStep.broken(Name.ACCEPTED, Side.BETWEEN, Wording.of("why.accepted.broke-off"))
                : PathStep.broken(
                        Name.ACCEPTED,
                        Side.THEIRS,
                        trouble.code().startsWith("4")
                                ? Wording.of("why.accepted.later", trouble.code(), trouble.text())
                                : Wording.of("why.accepted.refused", trouble.code(), trouble.text()));
        return step.quoting(trouble.summary());
    }
}
