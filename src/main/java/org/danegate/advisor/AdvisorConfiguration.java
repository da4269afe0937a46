package org.danegate.advisor;

import java.time.InstantSource;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.trust.PublicAuthorities;
import org.danegate.verify.HostProbe;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Beans of the Advisor.
@Configuration(proxyBeanMethods = false)
class AdvisorConfiguration {

    @Bean
    AdvisorSettings advisorSettings(
            @Value("${danegate.advisor.enabled:true}") boolean enabled,
            @Value("${danegate.advisor.probes:dns}") String probes,
            @Value("${danegate.advisor.probes-per-day:1000}") int perDay) {
        return AdvisorSettings.of(enabled, probes, perDay);
    }

    @Bean
    JudgedChains advisorChains(PublicAuthorities authorities, InstantSource clock) {
        return new JudgedChains(authorities, clock);
    }

    @Bean
    Counting advisorCounting(AdvisorSettings settings, JudgedChains chains) {
        return new Counting(settings.enabled(), chains);
    }

    @Bean
    CountStore advisorCounts(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new CountStore(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    ProbeStore advisorProbes(JdbcTemplate jdbc) {
        return new ProbeStore(jdbc);
    }

    @Bean
    AlertStore advisorAlerts(JdbcTemplate jdbc) {
        return new AlertStore(jdbc);
    }

    @Bean
    Pasts advisorPasts(CountStore counts, ProbeStore probes, InstantSource clock) {
        return new Pasts(counts, probes, clock);
    }

    @Bean
    Keeping advisorKeeping(
            Counting counting,
            CountStore counts,
            ProbeStore probes,
            Pasts pasts,
            AlertStore alerts,
            DeliveryEvents events,
            InstantSource clock) {
        return new Keeping(counting, counts, probes, pasts, new RegressionAlarm(pasts, alerts, events, clock));
    }

    @Bean
    Probing advisorProbing(
            HostProbe probe,
            JudgedChains chains,
            ProbeStore probes,
            Keeping keeping,
            Pasts pasts,
            AlertStore alerts,
            CommittedPolicy policy,
            DeliveryEvents events,
            InstantSource clock) {
        return new Probing(probe, chains, probes, keeping, new Probing.Alarm(pasts, alerts, policy, events, clock));
    }

    @Bean
    ProbeSchedule advisorSchedule(
            AdvisorSettings settings,
            Probing probing,
            CountStore counts,
            ProbeStore probes,
            CommittedPolicy policy,
            InstantSource clock) {
        return new ProbeSchedule(settings, probing, counts, probes, policy, clock);
    }

    @Bean
    ProbeNow advisorProbeNow(Probing probing) {
        return new ProbeNow(probing);
    }

    @Bean
    Advisor advisor(
            Keeping keeping, Pasts pasts, CommittedPolicy policy, AdvisorSettings settings, InstantSource clock) {
        return new Advisor(keeping, pasts, policy, settings, clock);
    }

    @Bean
    MenuEntry advisorMenu() {
        return new MenuEntry(MenuSection.MAIL_POLICIES, "Advisor", "/mail-policies/advisor", 12);
    }
}
