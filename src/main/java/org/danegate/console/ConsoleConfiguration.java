package org.danegate.console;

import org.danegate.address.LocalHostName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Beans of the console room.
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleConfiguration.class);

    /// Node and version as shown; the version is unknown when the program runs from classes without
    /// build information.
    @Bean
    NodeIdentity nodeIdentity(@Value("${danegate.hostname:}") String hostname, ObjectProvider<BuildProperties> build) {
        BuildProperties properties = build.getIfAvailable();
        String version = properties == null ? "" : String.valueOf(properties.getVersion());
        return new NodeIdentity(LocalHostName.of(hostname).name().ascii(), version);
    }

    @Bean
    MenuEntry apiMenu() {
        return new MenuEntry(MenuSection.SYSTEM_ADMINISTRATION, "HTTP API", "/swagger-ui", 95);
    }

    /// Logs the console's address once it is reachable.
    @Bean
    ApplicationListener<WebServerInitializedEvent> consoleAddress(
            @Value("${server.address:127.0.0.1}") String address) {
        return event -> {
            if (event.getApplicationContext().getServerNamespace() == null) {
                LOG.info("Console: http://{}:{}/", address, event.getWebServer().getPort());
            }
        };
    }
}
