package org.danegate.dane;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.EvidenceNode.Fact;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsStanding;
import org.danegate.sts.StsTrouble;
import org.danegate.sts.StsVerdict;
import org.jspecify.annotations.Nullable;

/// The parts of the evidence tree about MTA-STS. Where it played no part, there are none.
public final class StsNodes {

    private static final String LABEL = "MTA-STS";

    private StsNodes() {}

    /// What a domain publishes, and what that asks of its hosts, for a section of its own.
    ///
    /// @param hosts as DANE looked at them
    public static EvidenceNode section(StsStanding standing, List<HostResult> hosts) {
        EvidenceNode policy = standing(standing);
        List<EvidenceNode> children = hosts.stream()
                .filter(h -> h.dns() != null)
                .map(h -> host(standing, h))
                .toList();
        return new EvidenceNode(
                policy.kind(), policy.label(), policy.status(), policy.detail(), policy.facts(), children);
    }

    /// The same with what became of a call to each host.
    ///
    /// @param called the hosts, in the order of the calls
    public static EvidenceNode called(StsStanding standing, List<HostResult> called) {
        EvidenceNode policy = standing(standing);
        List<EvidenceNode> children = called.stream()
                .map(h -> h.sts() instanceof StsPlan.Apply plan ? judged(plan, h) : host(standing, h))
                .toList();
        return new EvidenceNode(
                policy.kind(), policy.label(), policy.status(), policy.detail(), policy.facts(), children);
    }

    /// A host under a policy. Its status is that of the last session that was judged.
    private static EvidenceNode judged(StsPlan.Apply plan, HostResult host) {
        String word = plan.matched() ? "NAMED" : "NOT_NAMED";
        String detail = plan.reason();
        List<EvidenceNode> addresses =
                host.addresses().stream().map(EvidenceTree::address).toList();
        for (Evidence.AddressResult address : host.addresses()) {
            StsVerdict verdict = address.sts();
            if (verdict != null && plan.matched()) {
                word = word(verdict);
                detail = verdict.reason();
            }
        }
        if (plan.matched() && word.equals("NAMED")) {
            word = "NOT_CHECKED";
            detail = host.outcome();
        }
        return new EvidenceNode("sts-host", "Host " + host.host(), word, detail, List.of(), addresses);
    }

    private static String word(StsVerdict verdict) {
        return switch (verdict) {
            case StsVerdict.Success success -> "SUCCESS";
            case StsVerdict.Failed failed -> failed.enforced() ? "FAILED" : "FAILED_TESTING";
        };
    }

    private static EvidenceNode host(StsStanding standing, HostResult host) {
        String label = "Host " + host.host();
        if (host.plan() instanceof DanePlan.Authenticate) {
            return EvidenceNode.leaf("sts-host", label, "DANE_DECIDES", "DANE comes first at this host", List.of());
        }
        DomainName name = DomainName.parse(host.host());
        return switch (StsPlan.of(standing, name)) {
            case StsPlan.Apply plan ->
                EvidenceNode.leaf("sts-host", label, plan.matched() ? "NAMED" : "NOT_NAMED", plan.reason(), List.of());
            case StsPlan.NoPolicy plan -> EvidenceNode.leaf("sts-host", label, null, plan.reason(), List.of());
            case StsPlan.NotAsked plan -> EvidenceNode.leaf("sts-host", label, null, plan.reason(), List.of());
            case StsPlan.PutOff plan -> EvidenceNode.leaf("sts-host", label, "UNKNOWN", plan.reason(), List.of());
        };
    }

    /// The policy of the destination, as the first host that needed it saw it.
    static Optional<EvidenceNode> ofDomain(List<HostResult> hosts) {
        return hosts.stream().map(HostResult::sts).flatMap(StsNodes::ofDomain).findFirst();
    }

    private static Stream<EvidenceNode> ofDomain(StsPlan plan) {
        return switch (plan) {
            case StsPlan.NotAsked p -> Stream.empty();
            case StsPlan.PutOff p -> Stream.of(leaf("UNKNOWN", p.reason(), List.of()));
            case StsPlan.NoPolicy p -> Stream.of(standing(p.standing()));
            case StsPlan.Apply p -> Stream.of(standing(p.standing()));
        };
    }

    private static EvidenceNode standing(StsStanding standing) {
        return switch (standing) {
            case StsStanding.Absent s -> leaf("ABSENT", s.reason(), trouble(s.trouble()));
            case StsStanding.Unknown s -> leaf("UNKNOWN", s.reason(), List.of());
            case StsStanding.InForce s -> leaf(s.policy().mode().name(), s.reason(), facts(s));
        };
    }

    private static EvidenceNode leaf(String status, String detail, List<Fact> facts) {
        return EvidenceNode.leaf("sts", LABEL, status, detail, facts);
    }

    private static List<Fact> facts(StsStanding.InForce standing) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Id", standing.id().isEmpty() ? "preloaded" : standing.id()));
        facts.add(new Fact("Fetched", second(standing.fetchedAt())));
        facts.add(new Fact("Valid until", second(standing.validUntil())));
        facts.add(new Fact("Policy", String.join("; ", standing.lines())));
        facts.addAll(trouble(standing.trouble()));
        return facts;
    }

    private static List<Fact> trouble(@Nullable StsTrouble trouble) {
        return trouble == null ? List.of() : List.of(new Fact("Trouble", trouble.text()));
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// What the policy asks of a host.
    static Optional<EvidenceNode> ofHost(StsPlan plan) {
        return plan instanceof StsPlan.Apply p
                ? Optional.of(EvidenceNode.leaf(
                        "sts-host", LABEL, p.matched() ? "NAMED" : "NOT_NAMED", p.reason(), List.of()))
                : Optional.empty();
    }

    /// The verdict on a session.
    static EvidenceNode ofSession(StsVerdict verdict) {
        return switch (verdict) {
            case StsVerdict.Success s -> EvidenceNode.leaf("sts-verdict", LABEL, "SUCCESS", s.reason(), List.of());
            case StsVerdict.Failed f ->
                EvidenceNode.leaf(
                        "sts-verdict",
                        LABEL,
                        word(f),
                        f.reason(),
                        List.of(new Fact(
                                "Cause",
                                f.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'))));
        };
    }
}
