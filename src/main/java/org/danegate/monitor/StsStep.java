package org.danegate.monitor;

import java.util.Optional;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.monitor.PathStep.Name;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsStanding.Absent;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// What a policy of MTA-STS asked of a host before it was connected to.
final class StsStep {

    private StsStep() {}

    /// Empty where it played no part.
    static Optional<PathStep> of(@Nullable HostResult host) {
        return host == null ? Optional.empty() : of(host.sts(), host.host());
    }

    private static Optional<PathStep> of(StsPlan plan, String host) {
        return switch (plan) {
            case StsPlan.NotAsked p -> Optional.empty();
            case StsPlan.PutOff p ->
                Optional.of(PathStep.broken(Name.STS, Side.THEIRS, Wording.of("why.sts.unknown"))
                        .quoting(p.reason()));
            case StsPlan.NoPolicy p
            when p.standing() instanceof Absent absent && absent.trouble() != null ->
                Optional.of(
                        PathStep.noted(Name.STS, Wording.of("why.sts.not-used")).quoting(p.reason()));
            case StsPlan.NoPolicy p -> Optional.empty();
            case StsPlan.Apply p -> Optional.of(applied(p, host));
        };
    }

    private static PathStep applied(StsPlan.Apply plan, String host) {
        String domain = plan.standing().domain().ascii();
        String mode = plan.standing().policy().mode().word();
        if (plan.refuses()) {
            return PathStep.broken(Name.STS, Side.THEIRS, Wording.of("why.sts.not-named", domain, host));
        }
        return plan.matched()
                ? PathStep.passed(Name.STS, Wording.of("why.sts.named", domain, host, mode))
                : PathStep.noted(Name.STS, Wording.of("why.sts.not-named.testing", domain, host));
    }
}
