package org.danegate.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0:0:0:0:0:0:0:1, ::1",
        "::, ::",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "fe80:0:0:0:0:0:0:0, fe80::"
    })
    void ipv6_reads_in_the_recommended_form(String given, String text) throws Exception {
        assertThat(AddressText.of(InetAddress.getByName(given))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1:53", "::1, [::1]:53"})
    void a_port_follows_in_the_form_of_urls(String given, String text) throws Exception {
        assertThat(AddressText.withPort(InetAddress.getByName(given), 53)).isEqualTo(text);
    }
}
