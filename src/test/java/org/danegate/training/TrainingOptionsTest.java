package org.danegate.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a training run starts with.
class TrainingOptionsTest {

    @Test
    void without_a_training_run_options_stay_as_they_are() throws Exception {
        List<String> options = List.of("--server.port=8443");
        assertThat(TrainingOptions.expand(options)).isSameAs(options);
    }

    @Test
    void a_training_run_uses_neither_settings_nor_ports_nor_data_of_this_host() throws Exception {
        List<String> options = TrainingOptions.expand(List.of("--danegate.training=/tmp/run"));
        assertThat(options)
                .contains(
                        "--danegate.data-dir=/tmp/run",
                        "--spring.config.location=classpath:/",
                        "--spring.config.additional-location=",
                        "--danegate.policy-file=",
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--spring.profiles.active=demo")
                .anyMatch(option -> option.startsWith("--spring.datasource.url=jdbc:h2:file:/tmp/run/"));
    }

    @Test
    void each_run_has_a_password_of_its_own() throws Exception {
        assertThat(password()).hasSizeGreaterThan(40).isNotEqualTo(password());
    }

    private static String password() throws Exception {
        return TrainingOptions.expand(List.of("--danegate.training=/tmp/run")).stream()
                .filter(option -> option.startsWith("--danegate.admin-password="))
                .findFirst()
                .orElseThrow();
    }
}
