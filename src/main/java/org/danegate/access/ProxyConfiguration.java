package org.danegate.access;

import java.util.List;
import org.apache.catalina.Context;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/// What stands in front of the console.
@Configuration(proxyBeanMethods = false)
class ProxyConfiguration {

    /// @param trusted addresses and blocks of the proxies whose `X-Forwarded-*` and `Forwarded` headers count
    @Bean
    FilterRegistrationBean<ProxyFilter> proxyFilter(
            @Value("${danegate.console.trusted-proxies:}") List<String> trusted) {
        FilterRegistrationBean<ProxyFilter> registration =
                new FilterRegistrationBean<>(new ProxyFilter(new TrustedProxies(trusted)));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> seenFromInFront() {
        return factory -> factory.addContextCustomizers(ProxyConfiguration::fit);
    }

    private static void fit(Context context) {
        // A redirect names a path alone; the scheme, host and port are those that the browser came by.
        context.setUseRelativeRedirects(true);
        context.setCookieProcessor(new FrontCookies.Processor(context.getCookieProcessor()));
    }
}
