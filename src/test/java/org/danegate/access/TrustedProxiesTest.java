package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private final TrustedProxies proxies =
            new TrustedProxies(List.of(" 127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48", ""));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,      203.0.113.7,                          203.0.113.7",
        "203.0.113.9,    198.51.100.1,                         203.0.113.9",
        "127.0.0.1,      '',                                   127.0.0.1",
        // What the client wrote itself stands first and counts for nothing.
        "127.0.0.1,      1.1.1.1|203.0.113.7,                  203.0.113.7",
        "127.0.0.1,      1.1.1.1|203.0.113.7|10.2.3.4,         203.0.113.7",
        "127.0.0.1,      10.9.9.9|10.2.3.4,                    10.9.9.9",
        "127.0.0.1,      unknown,                              127.0.0.1",
        "127.0.0.1,      203.0.113.7|_hidden|10.2.3.4,         10.2.3.4",
        "127.0.0.1,      203.0.113.7:4711,                     203.0.113.7",
        "2001:db8:1::5,  [2001:DB8:9::1]:80,                   2001:db8:9:0:0:0:0:1",
        "127.0.0.1,      2001:db8:9::1,                        2001:db8:9:0:0:0:0:1",
        "127.0.0.1,      ::ffff:203.0.113.7,                   203.0.113.7",
        "127.0.0.1,      localhost,                            127.0.0.1",
        "127.0.0.1,      1,                                    127.0.0.1",
    })
    void the_client_is_the_last_hop_that_is_no_trusted_proxy(String peer, String chain, String client) {
        List<String> hops = chain.isEmpty() ? List.of() : Arrays.asList(chain.split("\\|"));
        assertThat(proxies.client(peer, hops)).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.net", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "*", "2001:db8::/129"})
    void what_is_neither_address_nor_block_is_refused_by_name(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustedProxies(List.of(entry)))
                .withMessageContaining("danegate.console.trusted-proxies")
                .withMessageContaining(entry);
    }

    @Test
    void nobody_is_trusted_by_default() {
        assertThat(new TrustedProxies(List.of()).trusts("127.0.0.1")).isFalse();
    }
}
