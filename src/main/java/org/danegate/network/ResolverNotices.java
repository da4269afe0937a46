package org.danegate.network;

import java.util.List;
import java.util.function.Supplier;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;
import org.danegate.dns.status.ResolverStatus;
import org.danegate.dns.status.ResolverWarning;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.Policy;

/// Warnings about resolvers, shown above their settings and above a pending change that they affect: one of the DNS
/// settings, or of destinations under a policy with DANE.
final class ResolverNotices implements PageNotices {

    private final ResolverStatus resolvers;
    private final Supplier<Policy> inForce;
    private final Supplier<Policy> working;
    private final Texts texts;

    /// @param working the policy that would be committed
    ResolverNotices(ResolverStatus resolvers, Supplier<Policy> inForce, Supplier<Policy> working, Texts texts) {
        this.resolvers = resolvers;
        this.inForce = inForce;
        this.working = working;
        this.texts = texts;
    }

    @Override
    public List<String> on(String path) {
        List<ResolverWarning> warnings = switch (path) {
            case "/network/dns" -> resolvers.report().warnings();
            case "/commit" -> pending();
            default -> List.of();
        };
        return warnings.stream().map(w -> texts.of(w.wording())).toList();
    }

    private List<ResolverWarning> pending() {
        Policy now = inForce.get();
        Policy next = working.get();
        if (!next.dns().equals(now.dns())) {
            return resolvers.judge(next.dns());
        }
        return next.destinationControls().equals(now.destinationControls()) || !dane(next.destinationControls())
                ? List.of()
                : resolvers.report().warnings();
    }

    private static boolean dane(DestinationControls controls) {
        return controls.defaultProfile().dane() != DaneSupport.NONE
                || controls.entries().stream()
                        .map(e -> e.get(DestinationSetting.DANE))
                        .anyMatch(dane -> dane != null && dane != DaneSupport.NONE);
    }
}
