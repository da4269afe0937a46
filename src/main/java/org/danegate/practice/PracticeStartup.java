package org.danegate.practice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/// Starts the practice network with the `demo` profile, before anything else is created, writes its trust anchor and
/// policy into the data directory and points the product at both. Without that profile it does nothing.
///
/// The keys are new at every start, so the trust anchor file is rewritten in place; a policy committed during an
/// earlier start still names the right file.
public final class PracticeStartup implements EnvironmentPostProcessor, Ordered {
    private static final String NETWORK = "practiceNetwork";
    private static final String OWNER_ONLY = "rwx------";
    private static final int DNS_PORT = 5310;
    private static final int DELIVERY_PORT = 2526;
    private static final int LISTENER_PORT = 2525;
    private static final int WEB_PORT = 4443;

    private final ConfigurableBootstrapContext bootstrap;

    /// Called by Spring Boot.
    public PracticeStartup(ConfigurableBootstrapContext bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.acceptsProfiles(Profiles.of("demo"))) {
            return;
        }
        try {
            PracticeNetwork network = PracticeNetwork.start(
                    environment.getProperty("danegate.practice.dns-port", Integer.class, DNS_PORT),
                    environment.getProperty("danegate.practice.delivery-port", Integer.class, DELIVERY_PORT),
                    environment.getProperty("danegate.practice.web-port", Integer.class, WEB_PORT));
            publish(network, environment);
            bootstrap.addCloseListener(closed -> register(network, closed.getApplicationContext()));
        } catch (IOException e) {
            throw new UncheckedIOException("the practice network cannot start: " + e.getMessage(), e);
        }
    }

    private static void register(PracticeNetwork network, ConfigurableApplicationContext context) {
        if (context.getBeanFactory() instanceof DefaultListableBeanFactory beans) {
            beans.registerSingleton(NETWORK, network);
            beans.registerDisposableBean(NETWORK, network::close);
        }
    }

    private static void publish(PracticeNetwork network, ConfigurableEnvironment environment) throws IOException {
        Path data = Path.of(environment.getProperty("danegate.data-dir", "./data/demo"));
        Path folder = data.resolve("practice").toAbsolutePath().normalize();
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        Path anchor = folder.resolve("root.anchor");
        network.writeTrustAnchor(anchor);
        Path policy = folder.resolve("policy.yml");
        Path authority = folder.resolve("authority.pem");
        network.writeAuthority(authority);
        Files.writeString(policy, network.policyYaml(anchor) + listener(environment));

        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("danegate.delivery.port", network.deliveryPort());
        properties.put("danegate.https.port", network.webPort());
        properties.put("danegate.https.private-addresses", "true");
        properties.put("danegate.further-authorities", authority.toString());
        String chosen = environment.getProperty("danegate.policy-file", "");
        if (chosen.isBlank()) {
            properties.put("danegate.policy-file", policy.toString());
        }
        environment.getPropertySources().addFirst(new MapPropertySource("practice network", properties));
    }

    /// The policy section with the listener, at the address to which the practice traffic goes.
    private static String listener(ConfigurableEnvironment environment) {
        return """

                listeners:
                  - { name: OutgoingMail, address: %s, port: %d }
                """.formatted(
                        environment.getProperty("danegate.practice.listener-host", "127.0.0.1"),
                        environment.getProperty("danegate.practice.listener-port", Integer.class, LISTENER_PORT));
    }
}
