package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

/// The plain-language report of why the server could not start.
class StartFailureTest {

    private static final MockEnvironment ENVIRONMENT =
            new MockEnvironment().withProperty("server.port", "8443").withProperty("server.address", "192.0.2.1");

    @Test
    void an_address_that_cannot_be_had_is_named_with_the_reason() {
        FailureAnalysis analysis = new ConsoleAddressFailure(ENVIRONMENT)
                .analyze(new IllegalStateException("no", new BindException("Permission denied")));
        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription())
                .isEqualTo("the console cannot listen on 192.0.2.1 port 8443: Permission denied.");
        assertThat(new ConsoleAddressFailure(ENVIRONMENT).analyze(new IllegalStateException("no")))
                .isNull();
    }

    @Test
    void a_setting_that_cannot_be_followed_is_named() {
        FailureAnalysis analysis = new SettingFailure()
                .analyze(new IllegalStateException(
                        "bean", new IllegalArgumentException("danegate.hostname is no host name: a b")));
        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).isEqualTo("danegate.hostname is no host name: a b");
        assertThat(new SettingFailure().analyze(new IllegalStateException("no")))
                .isNull();
    }
}
