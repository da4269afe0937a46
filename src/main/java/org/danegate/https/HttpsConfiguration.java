package org.danegate.https;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.danegate.access.ConsoleServer;
import org.danegate.certificate.CertificateFolder;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.DeliveryEvents;
import org.danegate.timing.RegularWork;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Beans of the console's HTTPS.
@Configuration(proxyBeanMethods = false)
class HttpsConfiguration {

    /// How often files changed by hand, or by a program that renews certificates, are noticed.
    private static final Duration LOOK = Duration.ofSeconds(20);

    @Bean
    HttpsTroubles httpsTroubles(DeliveryEvents events, InstantSource clock) {
        return new HttpsTroubles(events, clock);
    }

    @Bean
    ServedHttps servedHttps(
            CertificateFolder folder,
            ConsoleServer server,
            @Value("${server.address:127.0.0.1}") InetAddress plain,
            HttpsTroubles troubles,
            InstantSource clock) {
        return new ServedHttps(folder, server, plain, troubles, clock);
    }

    @Bean
    ConsoleHttps consoleHttps(
            CertificateFolder folder,
            @Value("${danegate.data-dir}") Path dataDir,
            ServedHttps served,
            HttpsTroubles troubles,
            DeliveryEvents events,
            InstantSource clock,
            Environment environment) {
        ConsoleHttps https = new ConsoleHttps(
                new SettingsFile(dataDir),
                GivenSettings.of(environment),
                served,
                troubles,
                new HttpsActs(events, clock),
                () -> environment.getProperty(
                        "local.server.port",
                        Integer.class,
                        environment.getProperty("server.port", Integer.class, 8080)));
        folder.onChange(https::look);
        return https;
    }

    /// Opens HTTPS when the web server runs, after HTTP.
    @Bean
    ApplicationListener<WebServerInitializedEvent> httpsBegins(ConsoleHttps https) {
        return event -> {
            if (event.getApplicationContext().getServerNamespace() == null
                    && event.getWebServer() instanceof TomcatWebServer server) {
                https.begin(server.getTomcat().getService());
            }
        };
    }

    @Bean(initMethod = "begin", destroyMethod = "end")
    HttpsWatch httpsWatch(ConsoleHttps https) {
        return new HttpsWatch(https);
    }

    /// Looks at the files regularly, and tries again to open what could not be opened.
    record HttpsWatch(ConsoleHttps https, RegularWork work) {

        HttpsWatch(ConsoleHttps https) {
            this(
                    https,
                    new RegularWork(
                            "console-https-watch",
                            LoggerFactory.getLogger(ConsoleHttps.class),
                            "The console's HTTPS could not be looked at"));
        }

        void begin() {
            work.every(LOOK, LOOK, https::look);
        }

        void end() {
            work.end();
        }
    }

    @Bean
    WebMvcConfigurer seenByHttps(ConsoleHttps https) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new SeenByHttps(https)).excludePathPatterns("/api/**", "/actuator/**");
            }
        };
    }

    @Bean
    MenuEntry httpsMenu() {
        return new MenuEntry(MenuSection.NETWORK, "Console", "/network/console", 36);
    }
}
