package org.danegate.verify;

import java.time.InstantSource;
import org.danegate.address.DomainName;
import org.danegate.address.LocalHostName;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.dialing.CallTerms;
import org.danegate.dialing.ClientTls;
import org.danegate.dialing.Dialing;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.RouteLogins;
import org.danegate.dialing.VirtualGateway;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.sts.StsPolicies;
import org.danegate.trust.PublicAuthorities;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires daneverify to the engine's own lookups.
@Configuration(proxyBeanMethods = false)
class VerifyConfiguration {

    @Bean
    VerifyRuns verifyRuns(
            Dialing dialing,
            ClientTls tls,
            PublicAuthorities authorities,
            CommittedPolicy policy,
            LocalHostName hostname,
            InstantSource clock) {
        return new VerifyRuns(new DaneVerify(
                        dialing, dialer(tls, authorities, hostname, clock), domain -> terms(domain, policy), clock)
                .alongRoutes(() -> policy.current().policy()));
    }

    @Bean
    TlsVerify tlsVerify(
            Dialing dialing,
            ClientTls tls,
            PublicAuthorities authorities,
            CommittedPolicy policy,
            LocalHostName hostname,
            InstantSource clock) {
        return new TlsVerify(
                dialing, dialer(tls, authorities, hostname, clock), domain -> terms(domain, policy), clock);
    }

    @Bean
    HostProbe hostProbe(
            Dialing dialing,
            ClientTls tls,
            PublicAuthorities authorities,
            ObjectProvider<StsPolicies> policies,
            CommittedPolicy policy,
            LocalHostName hostname,
            InstantSource clock,
            VerifyRuns runs) {
        return new HostProbe(
                dialing,
                dialer(tls, authorities, hostname, clock),
                policies.getIfAvailable(() -> StsPolicies.NONE),
                domain -> terms(domain, policy),
                clock,
                runs);
    }

    private static HopDialer dialer(
            ClientTls tls, PublicAuthorities authorities, LocalHostName hostname, InstantSource clock) {
        return new HopDialer(
                hostname.name().ascii(),
                DaneVerify.patience(),
                clock,
                System::nanoTime,
                new HopDialer.Identities(
                        certificate -> tls.sessions(certificate).afresh(), RouteLogins.NONE, authorities));
    }

    private static CallTerms terms(DomainName domain, CommittedPolicy policy) {
        Policy now = policy.current().policy();
        return DaneVerify.terms(
                domain, now.destinationControls().effectiveFor(domain).profile(), VirtualGateway.of("", now));
    }

    @Bean
    StsVerify stsVerify(
            Dialing dialing,
            ClientTls tls,
            PublicAuthorities authorities,
            CommittedPolicy policy,
            LocalHostName hostname,
            InstantSource clock) {
        return new StsVerify(
                dialing, dialer(tls, authorities, hostname, clock), domain -> terms(domain, policy), clock);
    }

    /// The calls count among the verifications that run, whose number is limited.
    @Bean
    StsSection stsSection(ObjectProvider<StsPolicies> policies, StsVerify verify, VerifyRuns runs) {
        return new StsSection(
                policies.getIfAvailable(() -> StsPolicies.NONE), domain -> runs.limited(() -> verify.hosts(domain)));
    }

    @Bean
    MenuEntry daneverifyMenu() {
        return new MenuEntry(MenuSection.MONITOR, "daneverify", "/monitor/daneverify", 30);
    }
}
