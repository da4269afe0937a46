package org.danegate.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.danegate.verify.PracticeGround.LEAF;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.danegate.address.DomainName;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.practice.ReceiverBehaviour.StartTls;
import org.danegate.practice.Signatures;
import org.danegate.practice.ZoneStyle;
import org.danegate.smtp.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The line of each outcome that `docs/daneverify.md` lists.
@Timeout(30)
class VerifyLinesTest {

    private static final String HOST = "MX(mx.ok.practice) in ok.practice";

    @TempDir
    Path folder;

    private PracticeGround ground;

    @BeforeEach
    void start() throws Exception {
        ground = new PracticeGround(folder, "127.25.9.2");
    }

    @AfterEach
    void stop() throws Exception {
        ground.close();
    }

    @Test
    void a_closed_resolver_is_named_with_what_happened() throws Exception {
        int closed = closedPort();
        Verification result =
                ground.verify(InstantSource.system(), closed).verify(new DomainName("ok.practice"), stage -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.NOT_VERIFIED);
        assertThat(result.transcript())
                .containsExactly(
                        "MX record lookup failed for ok.practice: NO_SERVER, asking ok.practice MX failed: "
                                + "127.0.0.1 port " + closed + ": connection refused",
                        "DANE could not be verified for ok.practice. No resolver answered.",
                        "DANE verification completed.");
        assertThat(result.report().evidence().detail()).contains("127.0.0.1 port " + closed + ": connection refused");
    }

    @Test
    void each_resolver_that_was_asked_is_named() throws Exception {
        ground.dns.faults().silent(true);
        int closed = closedPort();
        List<String> lines = ground.verify(InstantSource.system(), closed, ground.resolverPort())
                .verify(new DomainName("ok.practice"), stage -> {})
                .transcript();
        assertThat(lines.getFirst())
                .isEqualTo("MX record lookup failed for ok.practice: TIMEOUT, asking ok.practice MX failed: "
                        + "127.0.0.1 port " + closed + ": connection refused; 127.0.0.1 port " + ground.resolverPort()
                        + ": timeout, no answer within 3000 ms");
    }

    @Test
    void resolvers_that_answer_with_errors_are_told_apart() {
        ground.ok();
        String resolver = "127.0.0.1:" + ground.resolverPort();
        ground.dns.faults().servfail("ok.practice", "MX");
        assertThat(failed("ok.practice"))
                .startsWith("MX record lookup failed for ok.practice: SERVFAIL, " + resolver
                        + " answered SERVFAIL for ok.practice MX");
        ground.dns.faults().heal().refuse("ok.practice", "MX");
        assertThat(failed("ok.practice"))
                .startsWith("MX record lookup failed for ok.practice: REFUSED, " + resolver
                        + " answered REFUSED for ok.practice MX");
        ground.dns.faults().heal().garbage("ok.practice", "MX");
        assertThat(failed("ok.practice").getFirst())
                .startsWith("MX record lookup failed for ok.practice: MALFORMED, asking ok.practice MX failed: "
                        + "127.0.0.1 port " + ground.resolverPort() + ": unreadable answer, ");
    }

    @Test
    void too_many_aliases_end_the_walk() {
        var zone = ground.tree.zone("loop.practice");
        for (int i = 0; i < 17; i++) {
            zone.cname("a" + i + ".loop.practice", "a" + (i + 1) + ".loop.practice");
        }
        assertThat(failed("a0.loop.practice").getFirst())
                .startsWith("MX record lookup failed for a0.loop.practice: ALIAS_LOOP, ");
    }

    @Test
    void addresses_that_are_bogus_missing_or_not_to_be_had_are_told_apart() {
        ground.ok().signatures("mx.ok.practice", "A", Signatures.BROKEN);
        assertThat(failed("ok.practice")).contains("BOGUS A record found for " + HOST);

        ground.tree.zone("six.practice").mx(1, "mx.six.practice").address("mx.six.practice", "127.25.9.88");
        ground.tree
                .zone("six.practice")
                .tlsa("mx.six.practice", ground.port, LEAF.tlsa(3, 1, 1))
                .address("mx.six.practice", "::1")
                .signatures("mx.six.practice", "AAAA", Signatures.EXPIRED);
        assertThat(failed("six.practice"))
                .containsSubsequence(
                        "SECURE A record (127.25.9.88) found for MX(mx.six.practice) in six.practice",
                        "Connection to 127.25.9.88 failed: connection refused",
                        "BOGUS AAAA record found for MX(mx.six.practice) in six.practice");

        ground.tree.zone("lost.practice").mx(1, "mx.lost.practice").address("mx.lost.practice", "127.25.9.2");
        ground.dns.faults().servfail("mx.lost.practice", "A");
        assertThat(failed("lost.practice"))
                .contains("A record lookup failed for MX(mx.lost.practice) in lost.practice: SERVFAIL, 127.0.0.1:"
                        + ground.resolverPort() + " answered SERVFAIL for mx.lost.practice A");

        ground.tree.zone("bare.practice").mx(1, "mx.bare.practice").add("mx.bare.practice", "TXT", "hello");
        assertThat(failed("bare.practice"))
                .contains("NODATA A record for MX(mx.bare.practice) in bare.practice. No address found.");
        ground.tree.zone("gone.practice").mx(1, "mx.gone.practice");
        assertThat(failed("gone.practice"))
                .contains("NXDOMAIN A record for MX(mx.gone.practice) in gone.practice. No address found.");
        assertThat(ground.receiver.connections()).isZero();
    }

    @Test
    void tlsa_records_that_do_not_serve_are_told_with_the_reason_and_nobody_is_connected_to() {
        String owner = "_" + ground.port + "._tcp.mx.ok.practice";
        ground.ok().remove(owner, "TLSA").add(owner, "TXT", "hello");
        assertThat(failed("ok.practice")).contains("NODATA TLSA record for " + HOST);

        ground.tree
                .zone("plain.practice", ZoneStyle.UNSIGNED)
                .add("tlsa.plain.practice", "TLSA", LEAF.tlsa(3, 1, 1).text());
        ground.tree.zone("ok.practice").remove(owner, "TXT").cname(owner, "tlsa.plain.practice");
        assertThat(failed("ok.practice")).contains("INSECURE TLSA record found for " + HOST);

        ground.tree.zone("ok.practice").remove(owner, "CNAME").tlsa("mx.ok.practice", ground.port, LEAF.tlsa(0, 0, 1));
        assertThat(failed("ok.practice"))
                .containsSubsequence(
                        "SECURE TLSA record found for " + HOST,
                        "DANE is not possible for " + HOST + ": no TLSA record of mx.ok.practice is usable");
        assertThat(ground.receiver.connections()).isZero();
    }

    @Test
    void an_insecure_mx_record_to_a_secure_host_fails_with_the_reason() {
        ground.ok();
        ground.tree.zone("plain.practice", ZoneStyle.UNSIGNED).mx(10, "mx.ok.practice");
        assertThat(failed("plain.practice"))
                .containsExactly(
                        "INSECURE MX record(mx.ok.practice) found for plain.practice",
                        "INSECURE MX record(mx.ok.practice) found. The command will still proceed.",
                        "SECURE A record (127.25.9.2) found for MX(mx.ok.practice) in plain.practice",
                        "SECURE TLSA record found for MX(mx.ok.practice) in plain.practice",
                        "DANE is not possible for MX(mx.ok.practice) in plain.practice: "
                                + "MX record of plain.practice is INSECURE",
                        "DANE FAILED for plain.practice",
                        "DANE verification completed.");
        assertThat(ground.receiver.connections()).isZero();
    }

    @Test
    void an_implicit_mx_in_an_unsigned_zone_is_insecure() {
        ground.tree.zone("own.practice", ZoneStyle.UNSIGNED).address("own.practice", "127.25.9.2");
        assertThat(failed("own.practice"))
                .startsWith("No MX record (INSECURE) found for own.practice. The domain itself is used.");
    }

    @Test
    void a_receiver_that_does_not_talk_smtp_is_told_in_its_own_words() {
        ground.ok();
        ground.receiver.behave(ReceiverBehaviour.good().greeting("554 5.3.2 closed today"));
        assertThat(failed("ok.practice"))
                .contains("Connection to 127.25.9.2 failed: greeting was answered 554 5.3.2 closed today");
        ground.receiver.behave(ReceiverBehaviour.good().greeting("hello there"));
        assertThat(failed("ok.practice")).contains("Connection to 127.25.9.2 failed: not an SMTP reply: hello there");
        ground.receiver.behave(ReceiverBehaviour.good().closeAt("EHLO"));
        assertThat(failed("ok.practice"))
                .contains("TLS connection could not be established: the peer closed the connection");
    }

    @Test
    void each_way_that_starttls_breaks_has_its_reason() {
        ground.ok();
        ground.receiver.behave(ReceiverBehaviour.good().startTls(StartTls.REFUSED));
        assertThat(noTls()).startsWith("STARTTLS was answered 454 ");
        ground.receiver.behave(ReceiverBehaviour.good().startTls(StartTls.INJECTED));
        assertThat(noTls()).isEqualTo("clear text came between STARTTLS and the handshake");
        ground.receiver.behave(ReceiverBehaviour.good().startTls(StartTls.BROKEN));
        assertThat(noTls()).startsWith("TLS handshake failed: ");
    }

    private String noTls() {
        String head = "TLS connection could not be established: ";
        List<String> lines = failed("ok.practice");
        assertThat(lines).contains("Checking TLS connection.", "TLS connection failed ok.practice.");
        return lines.stream()
                .filter(line -> line.startsWith(head))
                .map(line -> line.substring(head.length()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void after_the_time_limit_no_further_host_is_begun() {
        ground.ok()
                .mx(5, "dead.ok.practice")
                .address("dead.ok.practice", "127.25.9.78")
                .tlsa("dead.ok.practice", ground.port, LEAF.tlsa(3, 1, 1));
        Instant start = Instant.now();
        AtomicInteger asked = new AtomicInteger();
        // The clock stands still until the first address has been tried, then leaps over the limit.
        InstantSource clock = () ->
                asked.get() == 0 ? start : start.plus(DaneVerify.TIME_LIMIT).plus(Duration.ofSeconds(1));
        Verification result = ground.verify(clock, ground.resolverPort())
                .verify(new DomainName("ok.practice"), stage -> {
                    if (stage instanceof TranscriptLine.NotConnected) {
                        asked.incrementAndGet();
                    }
                });
        assertThat(result.transcript())
                .endsWith(
                        "Connection to 127.25.9.78 failed: connection refused",
                        "Time limit reached for ok.practice",
                        "DANE FAILED for ok.practice",
                        "DANE verification completed.");
    }

    /// A reply has its time as a whole, however its octets come.
    @Test
    void a_peer_that_drips_is_left_when_the_time_of_its_reply_is_over() {
        ground.ok();
        ground.receiver.behave(dripping());
        assertThat(timed(() -> ground.verify().verify(new DomainName("ok.practice"), stage -> {})))
                .contains("Connection to " + ground.address + " failed: timeout");
    }

    @Test
    void peers_that_drip_hold_a_verification_no_longer_than_its_limit() {
        ground.ok()
                .mx(20, "second.ok.practice")
                .address("second.ok.practice", ground.address)
                .tlsa("second.ok.practice", ground.port, LEAF.tlsa(3, 1, 1));
        ground.receiver.behave(dripping());
        Duration patient = Duration.ofSeconds(20);
        DaneVerify verify = ground.verify(new Timeouts(patient, patient, patient, patient, patient, patient, patient))
                .within(Duration.ofSeconds(1));
        assertThat(timed(() -> verify.verify(new DomainName("ok.practice"), stage -> {})))
                .containsSubsequence(
                        "Connection to " + ground.address + " failed: timeout",
                        "Time limit reached for ok.practice",
                        "DANE FAILED for ok.practice",
                        "DANE verification completed.");
        assertThat(ground.receiver.connections()).isEqualTo(1);
    }

    private static ReceiverBehaviour dripping() {
        return ReceiverBehaviour.good().drip(Duration.ofMillis(50), 10_000);
    }

    private static List<String> timed(Supplier<Verification> verification) {
        Instant begin = Instant.now();
        List<String> lines = verification.get().transcript();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
        return lines;
    }

    @Test
    void ipv6_addresses_are_connected_to_and_written_short() throws Exception {
        ground.close();
        ground = new PracticeGround(folder, "::1");
        ground.ok();
        assertThat(ground.lines("ok.practice"))
                .contains(
                        "SECURE AAAA record (::1) found for " + HOST,
                        "Connecting to ::1 on port " + ground.port + ".",
                        "Connected to ::1 from interface ::1.",
                        "DANE SUCCESS for ok.practice");
    }

    private List<String> failed(String domain) {
        List<String> lines = ground.lines(domain);
        assertThat(lines).endsWith("DANE FAILED for " + domain, "DANE verification completed.");
        return lines;
    }

    private static int closedPort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }
}
