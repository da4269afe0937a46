package org.danegate.trace;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import org.danegate.console.NodeIdentity;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import tools.jackson.databind.json.JsonMapper;

/// Wires traces where an address for them is set. Without one there is no reader, no thread and no memory for them.
@Configuration(proxyBeanMethods = false)
@Conditional(TraceConfiguration.Wanted.class)
class TraceConfiguration {

    private static final String ENDPOINT = "danegate.tracing.endpoint";
    private static final String SPRINGS = "management.opentelemetry.tracing.export.otlp.endpoint";

    /// Whether an address is set, by our name or by Spring's.
    static final class Wanted implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !endpoint(context.getEnvironment()).isEmpty();
        }
    }

    private static String endpoint(Environment environment) {
        String ours = environment.getProperty(ENDPOINT, "");
        return (ours.isBlank() ? environment.getProperty(SPRINGS, "") : ours).strip();
    }

    @Bean
    OtlpExport otlpExport(
            Environment environment,
            @Value("${danegate.tracing.authorization:}") String authorization,
            NodeIdentity identity,
            JsonMapper json,
            MeterRegistry registry) {
        URI address = address(endpoint(environment));
        String version = identity.version().isBlank() ? "unknown" : identity.version();
        OtlpExport export = new OtlpExport(address, authorization, new OtlpJson(json, version, identity.node()));
        FunctionCounter.builder("danegate.traces.dropped", export, OtlpExport::dropped)
                .description("Traces that the collector did not accept")
                .register(registry);
        return export;
    }

    private static URI address(String given) {
        try {
            URI address = URI.create(given);
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException noAddress) {
            // Reported below.
        }
        throw new IllegalArgumentException(
                ENDPOINT + " is the full address of a collector, such as http://127.0.0.1:4318/v1/traces, not \""
                        + given + "\"");
    }

    @Bean
    AttemptTraces attemptTraces(
            OtlpExport export, @Value("${danegate.tracing.success-share:0.01}") double successShare) {
        if (!(successShare >= 0 && successShare <= 1)) {
            throw new IllegalArgumentException(
                    "danegate.tracing.success-share is a number from 0 to 1, not " + successShare);
        }
        return new AttemptTraces(export::send, successShare);
    }
}
