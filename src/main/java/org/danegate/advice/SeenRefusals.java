package org.danegate.advice;

import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DaneSupport;
import org.danegate.sts.StsPlan;
import org.jspecify.annotations.Nullable;

/// What an attempt showed of hosts that a policy forbade to connect to.
public final class SeenRefusals {

    private SeenRefusals() {}

    /// One for each host that was refused; one without a host where the MX records are not valid. When none of our
    /// own resolvers could be reached, that says nothing about the domain.
    public static List<Seen> of(Evidence evidence, DomainName domain) {
        DomainEvidence mx = evidence.domain();
        if (mx != null && evidence.support() != DaneSupport.NONE && isInvalid(mx.mx())) {
            return List.of(new Seen(
                    evidence.at(),
                    domain,
                    "",
                    facts(Cause.DNS_FAILED, Cause.NOT_ASKED, mx.mxStatus(), StsSeen.NOT_ASKED)));
        }
        List<Seen> seen = new ArrayList<>();
        evidence.hosts().stream()
                .filter(host -> host.addresses().isEmpty() && host.dns() != null)
                .forEach(host -> refused(evidence, domain, host, seen));
        return seen;
    }

    private static void refused(Evidence evidence, DomainName domain, HostResult host, List<Seen> seen) {
        DnsFacts dns = DnsFacts.of(host);
        if (host.plan() instanceof DanePlan.Refuse plan && tells(dns, host.dns())) {
            SessionFacts facts = new SessionFacts(
                    Level.REFUSED,
                    dns.cause(plan),
                    Cause.NOT_ASKED,
                    dns.mx(),
                    dns.address(),
                    dns.tlsa(),
                    StsSeen.NOT_ASKED,
                    Judged.UNKNOWN,
                    Judged.UNKNOWN,
                    dns.sha1Only(),
                    false);
            seen.add(new Seen(evidence.at(), domain, host.host(), facts));
        } else if (host.sts() instanceof StsPlan.Apply policy && policy.refuses()) {
            seen.add(new Seen(
                    evidence.at(),
                    domain,
                    host.host(),
                    facts(dns.cause(host.plan()), Cause.MX_UNNAMED, dns.mx(), StsSeen.ENFORCE)));
        }
    }

    /// A host without an address says nothing of TLS, and a lookup that no resolver answered nothing of the domain.
    private static boolean tells(DnsFacts dns, @Nullable HostEvidence evidence) {
        return evidence != null
                && dns.address() != SecurityStatus.NXDOMAIN
                && dns.address() != SecurityStatus.NODATA
                && DnsFacts.answers(evidence).stream()
                        .noneMatch(answer -> answer instanceof Answer.Failed<?> failed
                                && failed.failure() == Answer.Failure.NO_SERVER);
    }

    private static boolean isInvalid(Answer<?> answer) {
        return answer instanceof Answer.Bogus
                || answer instanceof Answer.Failed<?> failed && failed.failure() != Answer.Failure.NO_SERVER;
    }

    private static SessionFacts facts(Cause dane, Cause sts, @Nullable SecurityStatus mx, StsSeen policy) {
        return new SessionFacts(
                Level.REFUSED, dane, sts, mx, null, null, policy, Judged.UNKNOWN, Judged.UNKNOWN, false, false);
    }
}
