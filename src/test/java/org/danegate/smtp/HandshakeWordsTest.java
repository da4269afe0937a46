package org.danegate.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the platform says of servers that no other program here can play, in words that help.
class HandshakeWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        (insufficient_security) DH ServerKeyExchange does not comply to algorithm constraints | Diffie-Hellman key is too short
        (protocol_version) The server selected protocol version TLS10 is not accepted by client preferences [TLS13, TLS12] | TLS 1.2 or 1.3
        (internal_error) handshake message (300000) exceeds the maximum allowed size (262144) | more in one piece
        """)
    void a_known_failure_says_what_it_means(String said, String means) {
        assertThat(HandshakeWords.of(new SSLHandshakeException(said)))
                .startsWith("TLS handshake failed: " + said + " (")
                .contains(means);
    }
}
