package org.danegate;

import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.danegate.training.TrainingOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/// Starts the server with the beans that were worked out when it was built (Spring's ahead-of-time processing), which
/// takes two thirds of the time. Which beans there are is then decided already; a setting that could have decided
/// otherwise makes it an ordinary start, and so does a profile. Of our own settings none does: a room that is switched
/// off has its beans, which do nothing.
///
/// The property `spring.aot.enabled` of the virtual machine decides instead, where it is set.
final class PreparedStart implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final String GENERATED = "Danegate__ApplicationContextInitializer";
    private static final String PACKAGED = "class path resource [application.yml]";
    private static final Set<String> DECIDING = Set.of("spring", "management", "server");
    /// Read by beans that exist in any case.
    private static final Set<String> HARMLESS = Set.of(
            "server.port",
            "server.address",
            "server.shutdown",
            "server.servlet.context-path",
            "server.servlet.session.timeout",
            "spring.application.name",
            "spring.application.pid",
            "spring.application.title",
            "spring.application.version",
            "spring.config.location",
            "spring.config.additional-location",
            "spring.config.import",
            "spring.datasource.username",
            "spring.datasource.password",
            "spring.lifecycle.timeout-per-shutdown-phase");

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment settings = event.getEnvironment();
        boolean prepared = isPackage(Danegate.class.getResource(GENERATED + ".class"))
                && (TrainingOptions.chosen(settings)
                        || (settings.getActiveProfiles().length == 0
                                && deciding(settings).isEmpty()));
        if (prepared && SpringProperties.getProperty(AotDetector.AOT_ENABLED) == null) {
            SpringProperties.setFlag(AotDetector.AOT_ENABLED);
        }
    }

    /// Beside classes in a folder, as a developer starts them, may be beans of an older state of them. The class
    /// itself does not know its place where it comes from an archive made in another folder, as in the image.
    private static boolean isPackage(@Nullable URL generated) {
        return generated != null && "jar".equals(generated.getProtocol());
    }

    /// A setting of the administrator that may decide which beans there are; empty where none does. One that says
    /// the same as the package, as in a copy of its `application.yml`, decides nothing.
    static Optional<String> deciding(ConfigurableEnvironment settings) {
        Map<Boolean, List<ConfigurationPropertySource>> sources = StreamSupport.stream(
                        ConfigurationPropertySources.get(settings).spliterator(), false)
                .collect(Collectors.partitioningBy(PreparedStart::packaged));
        return sources.getOrDefault(false, List.of()).stream()
                .flatMap(source -> names(source)
                        .filter(name -> sources.getOrDefault(true, List.of()).stream()
                                .noneMatch(packaged -> value(packaged, name).equals(value(source, name))))
                        .map(ConfigurationPropertyName::toString))
                .filter(name -> !HARMLESS.contains(name) && !embedded(name, settings))
                .findFirst();
    }

    private static boolean packaged(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> given
                && given.getName().contains(PACKAGED);
    }

    private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
        return source instanceof IterableConfigurationPropertySource all
                ? all.stream()
                        .filter(name -> !name.isEmpty()
                                && DECIDING.contains(name.getElement(0, ConfigurationPropertyName.Form.UNIFORM)))
                : Stream.of();
    }

    /// As text: a number in one file may be a text in another.
    private static Optional<String> value(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        return Optional.ofNullable(source.getConfigurationProperty(name))
                .map(found -> String.valueOf(found.getValue()));
    }

    /// Another address of the embedded database changes nothing; PostgreSQL might.
    private static boolean embedded(String name, ConfigurableEnvironment settings) {
        return name.equals("spring.datasource.url")
                && settings.getProperty(name, "").startsWith("jdbc:h2:");
    }
}
