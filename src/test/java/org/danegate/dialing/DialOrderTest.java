package org.danegate.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.policy.IpAddressPreference;
import org.junit.jupiter.api.Test;

class DialOrderTest {

    private static final DomainName HOST = DomainName.parse("mx.example");

    @Test
    void families_take_turns_and_the_preferred_one_begins() {
        HostEvidence host = host(2, 3);
        assertThat(DialOrder.of(host, IpAddressPreference.PREFER_V6))
                .isEqualTo(addresses("2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "2001:db8::3"));
        assertThat(DialOrder.of(host, IpAddressPreference.PREFER_V4))
                .isEqualTo(addresses("192.0.2.1", "2001:db8::1", "192.0.2.2", "2001:db8::2", "2001:db8::3"));
    }

    @Test
    void dead_addresses_of_one_family_do_not_use_up_the_turns_of_the_other() {
        List<InetAddress> all = DialOrder.of(host(1, 9), IpAddressPreference.PREFER_V6);
        List<InetAddress> first = DialOrder.forAttempt(all, Set.of());
        assertThat(first)
                .isEqualTo(addresses(
                        "2001:db8::1", "192.0.2.1", "2001:db8::2", "2001:db8::3", "2001:db8::4", "2001:db8::5"));
        assertThat(DialOrder.forAttempt(all, first))
                .isEqualTo(addresses(
                        "2001:db8::6", "192.0.2.1", "2001:db8::7", "2001:db8::8", "2001:db8::9", "2001:db8::1"));
    }

    private static HostEvidence host(int ipv4, int ipv6) {
        return new HostEvidence(
                HOST,
                10,
                found(RecordType.A, IntStream.rangeClosed(1, ipv4).mapToObj(i -> "192.0.2." + i)),
                found(RecordType.AAAA, IntStream.rangeClosed(1, ipv6).mapToObj(i -> "2001:db8::" + i)),
                null,
                List.of());
    }

    private static Answer<InetAddress> found(RecordType type, Stream<String> records) {
        return new Answer.Found<>(
                new Question(HOST, type),
                true,
                addresses(records.toArray(String[]::new)),
                List.of(),
                Provenance.unsigned("for a test", null, Duration.ZERO, Duration.ZERO));
    }

    private static List<InetAddress> addresses(String... texts) {
        return Stream.of(texts).map(InetAddress::ofLiteral).toList();
    }
}
