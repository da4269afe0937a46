package org.danegate.dns;

import java.time.InstantSource;
import org.danegate.policy.CommittedPolicy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires validated lookups to the committed policy.
@Configuration(proxyBeanMethods = false)
class DnsConfiguration {

    @Bean
    ValidatingLookup dnsLookup(CommittedPolicy policy, InstantSource clock, ObjectProvider<QueryLog> log) {
        QueryLog to = (warning, line) -> log.ifAvailable(l -> l.line(warning, line));
        return new ValidatingLookup(() -> policy.current().policy().dns(), clock, to);
    }
}
