package org.danegate.sts;

import org.danegate.address.DomainName;
import org.danegate.sts.StsStanding.Absent;
import org.danegate.sts.StsStanding.InForce;
import org.danegate.sts.StsStanding.Unknown;

/// What MTA-STS asks of one MX host, decided before a connection is opened. DANE comes first: a host that DANE judges
/// has
/// {@link NotAsked} (RFC 8461 section 2).
public sealed interface StsPlan {

    /// One sentence or phrase for people.
    String reason();

    /// MTA-STS plays no part: it is off, or DANE decides.
    record NotAsked(String reason) implements StsPlan {}

    /// The domain has no policy, or one of mode none.
    record NoPolicy(StsStanding standing, String reason) implements StsPlan {}

    /// A policy in mode testing or enforce.
    ///
    /// @param matched whether an `mx` pattern covers the host
    record Apply(InForce standing, DomainName host, boolean matched) implements StsPlan {

        /// Whether a failure keeps mail from the host.
        public boolean enforced() {
            return standing.policy().mode() == StsMode.ENFORCE;
        }

        /// Whether nothing may be sent to the host, because the policy does not name it.
        public boolean refuses() {
            return enforced() && !matched;
        }

        @Override
        public String reason() {
            return standing.reason() + (matched ? ", which names " : ", which does not name ") + host;
        }
    }

    /// Mail waits: whether the domain has a policy could not be found out.
    record PutOff(String reason) implements StsPlan {}

    /// The same with the beginning of a long policy, for evidence.
    default StsPlan brief() {
        return switch (this) {
            case NotAsked plan -> plan;
            case PutOff plan -> plan;
            case NoPolicy plan ->
                plan.standing() instanceof InForce known ? new NoPolicy(known.brief(), plan.reason()) : plan;
            case Apply plan -> new Apply(plan.standing().brief(), plan.host(), plan.matched());
        };
    }

    /// What a domain's policy asks of a host.
    ///
    /// @param host as its MX record names it; the domain itself when there is no MX record
    static StsPlan of(StsStanding standing, DomainName host) {
        return switch (standing) {
            case Absent absent -> new NoPolicy(absent, absent.reason());
            case Unknown unknown -> new PutOff(unknown.reason());
            case InForce known ->
                known.policy().mode() == StsMode.NONE
                        ? new NoPolicy(known, known.reason())
                        : new Apply(known, host, known.policy().covers(host));
        };
    }
}
