package org.danegate;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.util.ErrorHandler;

/// Errors that Spring would only log come to [FatalErrors] too: those of requests and of what runs by the clock.
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

    @Bean
    SimpleAsyncTaskSchedulerCustomizer fatalErrorsOfTasks() {
        ErrorHandler logged = TaskUtils.LOG_AND_SUPPRESS_ERROR_HANDLER;
        return scheduler -> scheduler.setErrorHandler(e -> {
            FatalErrors.endIfFatal(e);
            logged.handleError(e);
        });
    }
}
