package org.danegate.access;

import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.session.SessionRegistry;

/// Wires what runs in front of the console's filters: proxies, host names and connections.
@Configuration(proxyBeanMethods = false)
class ProxyConfiguration {

    /// @param trusted addresses and blocks of the proxies whose `X-Forwarded-*` and `Forwarded` headers count
    @Bean
    TrustedProxies trustedProxies(@Value("${danegate.console.trusted-proxies:}") List<String> trusted) {
        return new TrustedProxies(trusted);
    }

    /// @param hosts further names that the console answers to
    @Bean
    FilterRegistrationBean<ProxyFilter> proxyFilter(
            TrustedProxies trusted,
            @Value("${danegate.console.hosts:}") List<String> hosts,
            @Value("${danegate.hostname:}") String hostname,
            @Value("${server.address:}") String address,
            ObjectProvider<OwnTls> tls) {
        List<String> own = new ArrayList<>(ConsoleNames.ofTheMachine());
        own.add(hostname);
        own.add(address);
        OwnTls certified = tls.getIfAvailable(() -> NoOwnTls.INSTANCE);
        ConsoleNames names = new ConsoleNames(own, hosts, certified::isFor);
        FilterRegistrationBean<ProxyFilter> registration =
                new FilterRegistrationBean<>(new ProxyFilter(trusted, names));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /// Runs right after the filter for proxies; without HTTPS of the console's own it does nothing.
    @Bean
    FilterRegistrationBean<PlainHttpFilter> plainHttpFilter(TrustedProxies trusted, ObjectProvider<OwnTls> tls) {
        FilterRegistrationBean<PlainHttpFilter> registration =
                new FilterRegistrationBean<>(new PlainHttpFilter(trusted, tls.getIfAvailable(() -> NoOwnTls.INSTANCE)));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    FilterRegistrationBean<SecureSessions> secureSessions() {
        FilterRegistrationBean<SecureSessions> registration = new FilterRegistrationBean<>(new SecureSessions());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    /// In the place of Spring Boot's own factory, with the same customizers.
    @Bean
    ConsoleServer consoleServer(
            ObjectProvider<TomcatConnectorCustomizer> connectors,
            ObjectProvider<TomcatContextCustomizer> contexts,
            ObjectProvider<TomcatProtocolHandlerCustomizer<?>> protocols) {
        ConsoleServer server = new ConsoleServer();
        server.getConnectorCustomizers().addAll(connectors.orderedStream().toList());
        server.getContextCustomizers().addAll(contexts.orderedStream().toList());
        server.getProtocolHandlerCustomizers().addAll(protocols.orderedStream().toList());
        return server;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> seenFromInFront() {
        return factory -> factory.addContextCustomizers(ProxyConfiguration::fit);
    }

    /// @param connections connections at once, 0 to fit the memory
    /// @param perAddress connections at once of one address, 0 for a quarter
    @Bean
    ConsoleLimits consoleLimits(
            @Value("${danegate.console.connections:0}") int connections,
            @Value("${danegate.console.connections-per-address:0}") int perAddress) {
        return ConsoleLimits.of(connections, perAddress, Runtime.getRuntime().maxMemory());
    }

    @Bean
    ConsoleConnections consoleConnections(ConsoleLimits limits, TrustedProxies trusted) {
        return new ConsoleConnections(limits, trusted, System::nanoTime).watched();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> door(
            ConsoleConnections connections,
            ConsoleLimits limits,
            TrustedProxies trusted,
            SessionRegistry sessions,
            RoleHierarchy roles) {
        return factory -> {
            factory.setProtocol(ConsoleProtocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof ConsoleProtocol protocol) {
                    protocol.watchedBy(connections, limits);
                }
            });
            factory.addEngineValves(new AnswerHeaders());
            factory.addContextValves(new RequestDoor(connections, trusted, new Senders(sessions, roles)));
        };
    }

    private static void fit(Context context) {
        // A redirect contains only a path; the browser keeps the scheme, host and port that it used.
        context.setUseRelativeRedirects(true);
        context.setCookieProcessor(new FrontCookies.Processor(context.getCookieProcessor()));
    }
}
