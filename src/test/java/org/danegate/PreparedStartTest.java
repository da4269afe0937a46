package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/// Which settings of the administrator make a start an ordinary one.
class PreparedStartTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.port=8081",
                "server.address=192.0.2.1",
                "server.servlet.context-path=/gate",
                "danegate.backup.at=02:30",
                "danegate.sign-in.issuer=https://accounts.example",
                "logging.level.org.danegate=debug",
                "spring.config.additional-location=/etc/danegate/",
                "spring.datasource.url=jdbc:h2:file:/srv/db/danegate",
                "spring.datasource.password=x",
            })
    void settings_that_existing_beans_read_change_nothing(String setting) {
        assertThat(deciding(setting)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.forward-headers-strategy=native",
                "server.servlet.register-default-servlet=true",
                "spring.datasource.url=jdbc:postgresql://db.example/danegate",
                "spring.datasource.hikari.maximum-pool-size=5",
                "spring.main.lazy-initialization=true",
                "management.server.port=9090",
                "management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:4318/v1/traces",
            })
    void a_setting_that_may_decide_which_beans_there_are_makes_it_an_ordinary_start(String setting) {
        assertThat(deciding(setting)).isEqualTo(setting.substring(0, setting.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MANAGEMENT_SERVER_PORT", "SPRING_JPA_SHOW_SQL"})
    void environment_variables_count_too(String variable) {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(variable, "1")));
        assertThat(PreparedStart.deciding(settings)).isPresent();
    }

    @Test
    void a_copy_of_the_packaged_settings_decides_nothing_until_it_says_something_else() {
        StandardEnvironment settings = new StandardEnvironment();
        Map<String, Object> packaged = Map.of("server.tomcat.connection-timeout", "20s", "spring.mvc.a", false);
        Map<String, Object> copy =
                new HashMap<>(Map.of("server.tomcat.connection-timeout", "20s", "spring.mvc.a", "false"));
        settings.getPropertySources()
                .addLast(new MapPropertySource("Config resource 'file [application.yml]' via location './'", copy));
        settings.getPropertySources()
                .addLast(new MapPropertySource(
                        "Config resource 'class path resource [application.yml]' via location 'classpath:/'",
                        packaged));
        assertThat(PreparedStart.deciding(settings)).isEmpty();

        copy.put("spring.mvc.a", true);
        assertThat(PreparedStart.deciding(settings)).contains("spring.mvc.a");
    }

    private static @Nullable String deciding(String setting) {
        StandardEnvironment settings = new StandardEnvironment();
        TestPropertyValues.of(setting).applyTo(settings);
        return PreparedStart.deciding(settings).orElse(null);
    }
}
