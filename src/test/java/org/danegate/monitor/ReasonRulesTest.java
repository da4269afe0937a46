package org.danegate.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.danegate.dialing.Troubles;
import org.danegate.event.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Errors as the engine writes them, and the short reason that each becomes.
class ReasonRulesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            connection to 192.0.2.1 port 25: Connection refused                               | CONNECTION_REFUSED
            Could not connect to mx.example: Connection refused                               | CONNECTION_REFUSED
            connection to 192.0.2.1 port 25: timeout                                          | NO_ANSWER
            timeout                                                                           | NO_ANSWER
            connection to 2001:db8::1 port 25: Network is unreachable                         | NO_ANSWER
            connection to 192.0.2.1 port 25: No route to host                                 | NO_ANSWER
            not tried: many deliveries to it get no further just now                          | NO_ANSWER
            the peer closed the connection                                                    | CONNECTION_BROKE
            the connection broke during the message: Connection reset                         | CONNECTION_BROKE
            the server closed before this recipient                                           | CONNECTION_BROKE
            the server sent something that nobody asked for                                   | BAD_REPLY
            DATA was answered 250 Ok, which is no answer to it                                | BAD_REPLY
            IP interface Second has no IPv6 address to reach mx.example from                  | NO_OWN_ADDRESS
            cannot connect from 192.0.2.9 (IP interface Second): Cannot assign requested address | NO_OWN_ADDRESS
            no host that was tried took it; others are left to the next attempt               | OTHER
            """)
    void errors_of_the_network(String text, Reason reason) {
        assertThat(of(Troubles.network(text))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TLS was not established at mx.example: the server does not offer STARTTLS               | NO_STARTTLS
            TLS was not established at mx.example: STARTTLS was answered 454 not now                | NO_STARTTLS
            TLS was not established at mx.example: TLS handshake failed: handshake_failure           | TLS_FAILED
            certificate verification failed at mx.example: the server's certificate does not match TLSA 3 1 1 0a… | CERTIFICATE_MISMATCH
            certificate verification failed at mx.example: no issuer certificate presented matches TLSA 2 0 1 0a… | CERTIFICATE_MISMATCH
            certificate verification failed at mx.example: TLSA 2 1 1 0a…: certificate names [a.example] do not match | CERTIFICATE_MISMATCH
            TLSA record _25._tcp.mx.example is BOGUS: the signature has expired                      | TLSA_BOGUS
            MX record is BOGUS: Positive response has failed ANSWER rrset                            | MX_BOGUS
            A record of mx.example is BOGUS: the signature has expired                               | ADDRESS_BOGUS
            A lookup of mx.example failed: SERVFAIL                                                  | DNS_FAILED
            TLSA lookup of _25._tcp.mx.example failed: timeout                                       | DNS_FAILED
            MX lookup failed: SERVFAIL                                                               | DNS_FAILED
            no TLSA record found for _25._tcp.mx.example                                             | NO_TLSA
            MX record of a.example is INSECURE and no TLSA record found for _25._tcp.mx.example      | NO_TLSA
            no TLSA record of mx.example is usable                                                   | NO_TLSA
            TLSA RRset of mx.example has more than 64 records                                        | NO_TLSA
            A record of mx.example is INSECURE                                                       | NOT_SIGNED
            MX record of a.example is INSECURE                                                       | NOT_SIGNED
            no address found for mx.example                                                          | NO_SUCH_HOST
            an SMTP route replaces the MX hosts (ALL → relay.example:25): DANE cannot be verified    | ROUTE_WITHOUT_DANE
            """)
    void refusals_of_dane(String text, Reason reason) {
        assertThat(of(Troubles.dane(text))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4.7.5 | the server does not offer STARTTLS                                              | NO_STARTTLS
            4.7.5 | TLS handshake failed: Received fatal alert: handshake_failure                    | TLS_FAILED
            4.7.5 | no chain to a trusted certificate authority: unable to find valid path           | CERTIFICATE_UNTRUSTED
            4.7.5 | certificate names [other.example] do not match mx.example                        | CERTIFICATE_UNTRUSTED
            4.4.3 | BOGUS MX record found for a.example: the signature has expired                   | MX_BOGUS
            4.4.3 | DNS Soft Error looking up a.example (MX): SERVFAIL                               | DNS_FAILED
            4.4.3 | no usable address for mx.example (BOGUS): the signature has expired              | ADDRESS_BOGUS
            4.4.3 | no usable address for mx.example (FAILED): timeout                               | DNS_FAILED
            5.1.2 | DNS Hard Error looking up a.example (MX): NXDomain                               | NO_SUCH_HOST
            5.4.4 | no address found for mx.example                                                  | NO_SUCH_HOST
            4.4.4 | relay_1 is not a host name                                                       | NO_ROUTE
            5.4.6 | mail for this domain loops back                                                  | LOOP
            5.3.4 | the message is larger than mx.example accepts                                    | LACKS_EXTENSION
            4.3.0 | this gateway could not try delivery; its process log has the cause               | OWN_FAULT
            5.4.7 | connection to 192.0.2.1 port 25: Connection refused                              | CONNECTION_REFUSED
            5.4.7 | Mailbox busy                                                                     | EXPIRED
            5.0.0 | Bounced by administrator before delivery                                         | BY_HAND
            """)
    void errors_with_a_code_of_ours(String enhanced, String text, Reason reason) {
        assertThat(of(new Trouble("000", enhanced, "any", List.of(text), false)))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            421 | 4.7.0  | Too many connections                               | BUSY
            451 | 4.3.2  | System not accepting network messages              | BUSY
            451 | 4.7.1  | Greylisting in action, please come back later      | GREYLISTED
            450 | 4.2.0  | Recipient address rejected: Grey-listed            | GREYLISTED
            450 | 4.7.1  | You are graylisted                                 | GREYLISTED
            452 | 4.2.2  | Mailbox full                                       | MAILBOX_FULL
            552 | 5.2.2  | Over quota                                         | MAILBOX_FULL
            450 | 4.1.8  | Sender address rejected: Domain not found          | TRY_LATER
            550 | 5.1.1  | User unknown                                       | NO_SUCH_MAILBOX
            556 | 5.1.10 | Recipient address has null MX                      | ACCEPTS_NO_MAIL
            554 | 5.7.1  | No service for you: TLSA record x is BOGUS         | REJECTED
            """)
    void refusals_of_a_host_go_by_its_codes(int code, String enhanced, String text, Reason reason) {
        assertThat(of(Troubles.reply(code, enhanced, List.of(text)))).isEqualTo(reason);
    }

    @Test
    void a_host_that_turns_every_conversation_away_with_554_rejects_although_mail_waits() {
        assertThat(of(Troubles.conversation(554, "", List.of("No SMTP service here"))))
                .isEqualTo(Reason.REJECTED);
    }

    @Test
    void every_reason_has_a_short_text_in_both_languages() {
        for (Locale language : List.of(Locale.ENGLISH, Locale.of("es"))) {
            ResourceBundle bundle = ResourceBundle.getBundle("messages/monitor", language);
            assertThat(Arrays.stream(Reason.values()).map(reason -> bundle.getString("monitor.reason." + reason.key())))
                    .as(language.toString())
                    .allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(36))
                    .doesNotHaveDuplicates();
        }
    }

    private static Reason of(Trouble trouble) {
        return ReasonRules.of(
                new LastError(Instant.EPOCH, trouble.code(), trouble.enhanced(), trouble.text(), trouble.dane()));
    }
}
