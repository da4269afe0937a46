package org.danegate.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Beans of the console room.
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    /// Node and version as shown; the version is unknown when run from classes without build information.
    @Bean
    NodeIdentity nodeIdentity(@Value("${danegate.hostname:}") String hostname, ObjectProvider<BuildProperties> build) {
        BuildProperties properties = build.getIfAvailable();
        String version = properties == null ? "" : String.valueOf(properties.getVersion());
        return new NodeIdentity(hostname.isBlank() ? localHostName() : hostname, version);
    }

    private static String localHostName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
