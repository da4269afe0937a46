package org.danegate.runs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;
import org.danegate.dns.status.SeparateLookups;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.history.History;
import org.danegate.monitor.ManyVerifications;
import org.danegate.policy.CommittedPolicy;
import org.danegate.verify.VerifyRuns;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/// Beans of runs over many domains.
@Configuration(proxyBeanMethods = false)
class RunsConfiguration {

    @Bean
    RunStore daneverifyRunStore(JdbcTemplate jdbc) {
        return new RunStore(jdbc);
    }

    @Bean
    ResultStore daneverifyResultStore(JdbcTemplate jdbc) {
        return new ResultStore(jdbc);
    }

    @Bean
    DomainCheck daneverifyDomainCheck(
            VerifyRuns verifications,
            SeparateLookups lookups,
            ResultStore results,
            DeliveryEvents events,
            InstantSource clock) {
        return new DomainCheck(verifications, new ResolverComparison(lookups), results, events, clock);
    }

    @Bean
    RunDomains daneverifyRunDomains(CommittedPolicy policy, History history, InstantSource clock) {
        return new RunDomains(policy, days -> seen(history, clock.instant(), days));
    }

    private static Set<String> seen(History history, Instant now, int days) {
        return history.byDestination(now.minus(Duration.ofDays(days)), now).keySet();
    }

    /// @param atOnce domains that are verified at the same time, 1 to 8
    /// @param pause what follows each of them
    @Bean
    RunWork.Pace daneverifyPace(
            @Value("${danegate.daneverify.at-once:4}") int atOnce,
            @Value("${danegate.daneverify.pause:250ms}") Duration pause) {
        if (atOnce < 1 || atOnce > VerifyRuns.MOST) {
            throw new IllegalArgumentException(
                    "danegate.daneverify.at-once is between 1 and " + VerifyRuns.MOST + ", not " + atOnce);
        }
        return new RunWork.Pace(atOnce, pause);
    }

    @Bean
    Runs daneverifyRuns(
            RunStore store,
            ResultStore results,
            RunDomains domains,
            DomainCheck check,
            RunWork.Pace pace,
            DeliveryEvents events,
            InstantSource clock) {
        return new Runs(store, results, domains, check, pace, new AdministratorActs(events, clock));
    }

    @Bean
    ManyVerifications verificationsOfSelected(Runs runs) {
        return new SelectedDestinations(runs);
    }

    /// @param nightly time of day, empty for no schedule
    /// @param days how long runs are kept, from 1
    @Bean
    RunsKeeping daneverifyRunsKeeping(
            Runs runs,
            RunStore store,
            InstantSource clock,
            @Value("${danegate.daneverify.nightly:}") String nightly,
            @Value("${danegate.daneverify.days:90}") int days) {
        if (days < 1) {
            throw new IllegalArgumentException("danegate.daneverify.days is at least 1, not " + days);
        }
        return new RunsKeeping(runs, store, Nightly.of(nightly, ZoneId.systemDefault()), Duration.ofDays(days), clock);
    }
}
