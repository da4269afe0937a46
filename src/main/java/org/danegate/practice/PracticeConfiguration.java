package org.danegate.practice;

import java.net.InetSocketAddress;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/// The beans of the demo profile. The network itself exists already: [PracticeStartup] registers it as a bean.
@Configuration(proxyBeanMethods = false)
@Profile("demo")
public class PracticeConfiguration {

    @Bean
    PracticeTraffic practiceTraffic(
            PracticeNetwork network,
            @Value("${danegate.practice.listener-host:127.0.0.1}") String host,
            @Value("${danegate.practice.listener-port:2525}") int port,
            @Value("${danegate.practice.messages-per-minute:30}") int messagesPerMinute) {
        return new PracticeTraffic(
                network.stories(), InetSocketAddress.createUnresolved(host, port), messagesPerMinute);
    }
}
