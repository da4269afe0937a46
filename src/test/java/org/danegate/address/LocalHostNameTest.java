package org.danegate.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What this host calls itself.
class LocalHostNameTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "mail.example.com;mail, mail.example.com",
        "mail;mail.example.com, mail.example.com",
        "localhost;mail.example.com, mail.example.com",
        "192.0.2.1;mail, mail",
        "mail_1.example.com;mail-1.example.com, mail-1.example.com",
        "mail_1.example.com;mail_1, mail_1.example.com",
        "mail;mail, mail",
        "192.0.2.1;192.0.2.1, localhost",
        "a b;, localhost",
        "2001:db8::1;host, host",
        "MAIL.Example.com.;mail, mail.example.com",
    })
    void the_system_gives_the_first_name_that_others_can_accept(String names, String chosen) {
        assertThat(LocalHostName.choose(Arrays.asList(names.split(";"))).name().ascii())
                .isEqualTo(chosen);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "mail, it has no domain",
        "localhost, it names every host",
        "localhost.localdomain, it names every host",
        "192.0.2.1, it is an address",
        "gate_1.example.com, it is no host name",
        "-gate.example.com, it is no host name",
    })
    void a_name_that_receivers_may_refuse_is_told_at_the_start(String name, String doubt) {
        LocalHostName hostname = LocalHostName.of(name);
        assertThat(hostname.name().ascii()).as("what was configured is used").isEqualTo(name);
        assertThat(hostname.line(true)).contains(name + " (danegate.hostname)", doubt, "Set danegate.hostname");
    }

    @Test
    void a_good_name_is_told_without_doubt() {
        assertThat(LocalHostName.of("gate.example").line(true)).isEqualTo("Hostname: gate.example (danegate.hostname)");
        assertThat(LocalHostName.of("gate.example").line(false))
                .isEqualTo("Hostname: gate.example (as the system calls this host)");
    }

    @Test
    void a_configured_name_that_is_none_stops_the_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalHostName.of("a b"))
                .withMessage("danegate.hostname is no host name: a b");
    }
}
