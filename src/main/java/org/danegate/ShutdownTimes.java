package org.danegate;

import java.util.Map;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.DefaultLifecycleProcessor;

/// How long the parts may take to stop, one after the other: less than 20 s together. Mail stops first, in both
/// directions at once; then requests to the console and the API that are in progress finish.
@Configuration(proxyBeanMethods = false)
class ShutdownTimes {

    private static final long MAIL_MILLIS = 16_000;
    private static final long REQUESTS_MILLIS = 2_000;
    private static final long OTHERS_MILLIS = 1_000;

    @Bean
    DefaultLifecycleProcessor lifecycleProcessor() {
        DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
        processor.setTimeoutPerShutdownPhase(OTHERS_MILLIS);
        processor.setTimeoutsForShutdownPhases(Map.of(
                SmartLifecycle.DEFAULT_PHASE, MAIL_MILLIS,
                WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE, REQUESTS_MILLIS));
        return processor;
    }
}
