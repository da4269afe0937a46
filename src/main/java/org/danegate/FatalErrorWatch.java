package org.danegate;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.util.ErrorHandler;

/// Passes errors that Spring would only log to [FatalErrors] too: those of requests and of scheduled work. Also starts
/// [Standstill], which ends the process when virtual threads stop running.
@Configuration(proxyBeanMethods = false)
class FatalErrorWatch {

    @Bean
    FilterRegistrationBean<Filter> fatalErrorsOfRequests() {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>((request, response, chain) -> {
            try {
                chain.doFilter(request, response);
            } catch (ServletException | RuntimeException | Error e) {
                FatalErrors.endIfFatal(e);
                throw e;
            }
        });
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        filter.setAsyncSupported(true);
        return filter;
    }

    /// Down when a thread that mail depends on has ended while the process goes on.
    @Bean
    HealthIndicator threadsHealthIndicator() {
        return () -> health(FatalErrors.endedThreads());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Standstill standstill(
            @Value("${danegate.standstill-limit:60s}") Duration limit,
            @Value("${danegate.data-dir:${java.io.tmpdir}}") Path folder) {
        if (limit.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "danegate.standstill-limit: \"" + limit + "\" is shorter than a second; write 60s, for example.");
        }
        return new Standstill(limit, folder.resolve("standstill.txt"), System.err);
    }

    static Health health(EndedThreads threads) {
        Map<String, String> ended = threads.byName();
        return ended.isEmpty()
                ? Health.up().build()
                : Health.down().withDetails(ended).build();
    }

    @Bean
    SimpleAsyncTaskSchedulerCustomizer fatalErrorsOfTasks() {
        ErrorHandler logged = TaskUtils.LOG_AND_SUPPRESS_ERROR_HANDLER;
        return scheduler -> scheduler.setErrorHandler(e -> {
            FatalErrors.endIfFatal(e);
            logged.handleError(e);
        });
    }
}
