package org.danegate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeCertificates;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.practice.ReceiverBehaviour.StartTls;
import org.danegate.practice.Signatures;
import org.danegate.practice.ZoneStyle;
import org.danegate.smtp.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DaneVerifyTest {

    private static final PracticeCertificates AUTHORITY = new PracticeCertificates();
    private static final PracticeCertificate LEAF = AUTHORITY.leaf("mx.ok.practice");

    private final PracticeTree tree = new PracticeTree();

    @TempDir
    Path folder;

    private PracticeDns dns;
    private PracticeReceiver receiver;
    private int port;
    private DaneVerify verify;

    @BeforeEach
    void start() throws Exception {
        dns = PracticeDns.start(tree);
        receiver = PracticeReceiver.start(
                new InetSocketAddress(InetAddress.getByName("127.25.9.1"), 0), LEAF, ReceiverBehaviour.good());
        port = receiver.address().getPort();
        Path anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
        DnsSettings settings = new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", dns.address().getPort(), 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(3),
                anchor);
        Duration wait = Duration.ofSeconds(2);
        Timeouts timeouts = new Timeouts(wait, wait, wait, Duration.ofSeconds(10), wait, wait, wait);
        verify = new DaneVerify(
                new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE),
                "gate.practice",
                port,
                timeouts,
                InstantSource.system());
    }

    @AfterEach
    void stop() throws Exception {
        receiver.close();
        dns.close();
    }

    private PracticeZone ok() {
        return tree.zone("ok.practice")
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", "127.25.9.1")
                .tlsa("mx.ok.practice", port, LEAF.tlsa(3, 1, 1));
    }

    @Test
    @Tag("U-06")
    void a_route_that_allows_dane_is_followed_and_its_host_is_configured() {
        ok();
        tree.zone("routed.practice").mx(10, "elsewhere.practice");
        Policy policy = PolicyFile.readUnchecked("""
                smtpRoutes:
                  - { domain: routed.practice, hosts: [ { host: '[mx.ok.practice]', port: %d, dane: ALLOW } ] }
                """.formatted(port));
        verify = verify.alongRoutes(() -> policy);

        Verification result = run("routed.practice");
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(result.transcript())
                .contains("MX record(mx.ok.practice) configured by the SMTP route of routed.practice");
        assertThat(result.evidence().route()).contains("mx.ok.practice");
    }

    private Verification run(String domain) {
        List<String> told = new ArrayList<>();
        Verification result = verify.verify(new DomainName(domain), stage -> told.add(TranscriptText.of(stage)));
        assertThat(result.transcript()).isEqualTo(told);
        return result;
    }

    @Test
    void success_reads_as_on_the_appliance() {
        ok();
        Verification result = run("ok.practice");
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        List<String> lines = new ArrayList<>(result.transcript());
        assertThat(lines.remove(6)).matches("TLS connection established: protocol TLSv1\\.[23], cipher [A-Z0-9_-]+\\.");
        assertThat(lines)
                .containsExactly(
                        "SECURE MX record(mx.ok.practice) found for ok.practice",
                        "SECURE A record (127.25.9.1) found for MX(mx.ok.practice) in ok.practice",
                        "Connecting to 127.25.9.1 on port " + port + ".",
                        "Connected to 127.25.9.1 from interface 127.0.0.1.",
                        "SECURE TLSA record found for MX(mx.ok.practice) in ok.practice",
                        "Checking TLS connection.",
                        "Certificate verification successful",
                        "TLS connection succeeded ok.practice.",
                        "DANE SUCCESS for ok.practice",
                        "DANE verification completed.");
        assertThat(result.evidence().action()).isEqualTo(DaneAction.DANE_SUCCESS);
        assertThat(receiver.inbox().all()).isEmpty();
    }

    @Test
    void a_resolver_that_drops_dnssec_data_is_named_and_the_verdict_is_failed() {
        ok();
        dns.faults().stripSignatures(true);
        Verification result = run("ok.practice");
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_FAILED);
        String dropped = "resolver 127.0.0.1:" + dns.address().getPort() + " drops DNSSEC data";
        assertThat(result.evidence().reason()).startsWith(dropped);
        assertThat(result.transcript())
                .contains("BOGUS MX record found for ok.practice", "DANE FAILED for ok.practice")
                .anyMatch(l -> l.startsWith("Nothing can be verified: " + dropped));
    }

    @Test
    void a_bogus_mx_record_ends_the_walk() {
        ok().signatures("ok.practice", "MX", Signatures.BROKEN);
        Verification result = run("ok.practice");
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_FAILED);
        assertThat(result.transcript())
                .containsExactly(
                        "BOGUS MX record found for ok.practice",
                        "DANE FAILED for ok.practice",
                        "DANE verification completed.");
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void insecure_hosts_are_walked_by_preference_and_not_connected_to() {
        tree.zone("plain.practice", ZoneStyle.UNSIGNED)
                .mx(30, "c.plain.practice")
                .mx(10, "a.plain.practice")
                .mx(20, "b.plain.practice")
                .address("a.plain.practice", "127.25.9.1")
                .address("b.plain.practice", "127.25.9.1")
                .address("c.plain.practice", "127.25.9.1");
        assertThat(run("plain.practice").transcript())
                .containsExactly(
                        "INSECURE MX record(a.plain.practice) found for plain.practice",
                        "INSECURE MX record(a.plain.practice) found. The command will still proceed.",
                        "INSECURE A record (127.25.9.1) found for MX(a.plain.practice) in plain.practice",
                        "Trying next MX record in plain.practice",
                        "INSECURE MX record(b.plain.practice) found for plain.practice",
                        "INSECURE MX record(b.plain.practice) found. The command will still proceed.",
                        "INSECURE A record (127.25.9.1) found for MX(b.plain.practice) in plain.practice",
                        "Trying next MX record in plain.practice",
                        "INSECURE MX record(c.plain.practice) found for plain.practice",
                        "INSECURE MX record(c.plain.practice) found. The command will still proceed.",
                        "INSECURE A record (127.25.9.1) found for MX(c.plain.practice) in plain.practice",
                        "DANE FAILED for plain.practice",
                        "DANE verification completed.");
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void insecure_addresses_are_walked_in_turn_ipv6_after_ipv4() {
        tree.zone("plain.practice", ZoneStyle.UNSIGNED)
                .mx(10, "mx.plain.practice")
                .address("mx.plain.practice", "127.25.9.1")
                .address("mx.plain.practice", "127.25.9.2")
                .address("mx.plain.practice", "::1");
        String tail = " for MX(mx.plain.practice) in plain.practice";
        List<String> lines = run("plain.practice").transcript();
        String first = lines.get(2).contains("127.25.9.1") ? "127.25.9.1" : "127.25.9.2";
        String second = first.equals("127.25.9.1") ? "127.25.9.2" : "127.25.9.1";
        assertThat(lines)
                .containsExactly(
                        "INSECURE MX record(mx.plain.practice) found for plain.practice",
                        "INSECURE MX record(mx.plain.practice) found. The command will still proceed.",
                        "INSECURE A record (" + first + ") found" + tail,
                        "Trying next A record (" + second + ")" + tail,
                        "INSECURE A record (" + second + ") found" + tail,
                        "Trying next AAAA record (::1)" + tail,
                        "INSECURE AAAA record (::1) found" + tail,
                        "DANE FAILED for plain.practice",
                        "DANE verification completed.");
    }

    @Test
    void a_refused_connection_leads_to_the_next_mx_host() {
        ok().mx(5, "dead.ok.practice")
                .address("dead.ok.practice", "127.25.9.77")
                .tlsa("dead.ok.practice", port, LEAF.tlsa(3, 1, 1));
        Verification result = run("ok.practice");
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(result.transcript().get(3)).startsWith("Connection to 127.25.9.77 failed: connection refused");
        assertThat(result.transcript().get(4)).isEqualTo("Trying next MX record in ok.practice");
        assertThat(result.evidence().hosts()).hasSize(2);
    }

    @Test
    void on_every_host_the_walk_goes_on_after_a_success_and_keeps_its_verdict() {
        ok().mx(20, "dead.ok.practice")
                .address("dead.ok.practice", "127.25.9.77")
                .tlsa("dead.ok.practice", port, LEAF.tlsa(3, 1, 1));
        Verification result = verify.everyHost().verify(new DomainName("ok.practice"), stage -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(result.evidence().reason()).contains("matches TLSA");
        assertThat(result.evidence().hosts()).hasSize(2);
        assertThat(result.transcript())
                .contains("Certificate verification successful", "DANE SUCCESS for ok.practice")
                .contains("Connection to 127.25.9.77 failed: connection refused");
    }

    @Test
    void a_silent_receiver_is_a_timeout() {
        ok();
        receiver.behave(ReceiverBehaviour.good().silent());
        assertThat(failed("ok.practice")).contains("Connection to 127.25.9.1 failed: timeout");
    }

    @Test
    void a_receiver_without_starttls_fails() {
        ok();
        receiver.behave(ReceiverBehaviour.good().startTls(StartTls.NOT_OFFERED));
        assertThat(failed("ok.practice"))
                .contains(
                        "Checking TLS connection.",
                        "TLS connection could not be established: the server does not offer STARTTLS",
                        "TLS connection failed ok.practice.");
    }

    @Test
    void a_certificate_that_does_not_match_fails_with_the_reason() {
        ok();
        receiver.present(AUTHORITY.leaf("mx.ok.practice"));
        List<String> lines = failed("ok.practice");
        assertThat(lines).anyMatch(line -> line.matches("Certificate verification failed: .+"));
        assertThat(lines).contains("TLS connection failed ok.practice.");
    }

    @Test
    void a_mismatch_with_cached_records_is_looked_at_once_more_as_delivery_does() {
        ok();
        receiver.behave(ReceiverBehaviour.good().startTls(StartTls.NOT_OFFERED));
        failed("ok.practice");
        PracticeCertificate other = AUTHORITY.leaf("mx.ok.practice");
        receiver.present(other);
        receiver.behave(ReceiverBehaviour.good());
        tree.zone("ok.practice")
                .replace(
                        "_" + port + "._tcp.mx.ok.practice",
                        "TLSA",
                        other.tlsa(3, 1, 1).text());
        Verification result = run("ok.practice");
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(result.transcript())
                .contains("TLSA records for MX(mx.ok.practice) in ok.practice have changed. Trying again.");
        assertThat(result.evidence().hosts()).hasSize(2);
    }

    @Test
    void records_that_no_host_can_be_behind_are_told_and_left_out() {
        ok().add("ok.practice", "MX", "5 a\\032b.ok.practice.");
        assertThat(run("ok.practice").transcript())
                .startsWith("MX record(a\\032b.ok.practice) found for ok.practice is left out: "
                        + "it is not a name that a host can have")
                .contains("DANE SUCCESS for ok.practice");
        tree.zone("numbers.practice").mx(5, "192.0.2.1");
        assertThat(failed("numbers.practice").getFirst())
                .isEqualTo("MX record(192.0.2.1) found for numbers.practice is left out: "
                        + "it is an IP address, not a host name");
        tree.zone("back.practice").mx(5, "gate.practice").mx(5, "mx.ok.practice");
        assertThat(failed("back.practice"))
                .contains(
                        "MX record(gate.practice) found for back.practice is left out: it is this gateway",
                        "MX record(mx.ok.practice) found for back.practice is left out: "
                                + "it comes no sooner than this gateway");
    }

    @Test
    void of_very_many_hosts_as_many_are_looked_up_as_by_a_delivery() {
        PracticeZone many = tree.zone("many.practice");
        for (int i = 0; i < 100; i++) {
            many.mx(10, "h" + i + ".many.practice");
        }
        Verification result = verify.verify(new DomainName("many.practice"), stage -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_FAILED);
        assertThat(result.evidence().hosts()).hasSize(20);
        assertThat(result.transcript())
                .contains("Limit of 20 hosts and 10 addresses reached for many.practice")
                .hasSizeLessThan(100);
        assertThat(result.report().toString()).hasSizeLessThan(60_000);
    }

    @Test
    void of_very_many_addresses_as_many_are_dialled_as_by_a_delivery() {
        PracticeZone many = tree.zone("dials.practice");
        for (int i = 1; i <= 15; i++) {
            String host = "h" + i + ".dials.practice";
            many.mx(i, host).address(host, "127.25.19." + i).tlsa(host, port, LEAF.tlsa(3, 1, 1));
        }
        Verification result = verify.verify(new DomainName("dials.practice"), stage -> {});
        assertThat(result.transcript())
                .contains("Limit of 20 hosts and 10 addresses reached for dials.practice")
                .filteredOn(line -> line.startsWith("Connecting to"))
                .hasSize(10);
    }

    @Test
    void tlsa_records_that_are_missing_bogus_or_not_to_be_had_are_told_apart() {
        ok();
        String owner = "_" + port + "._tcp.mx.ok.practice";
        String host = "MX(mx.ok.practice) in ok.practice";
        dns.faults().servfail(owner, "TLSA");
        assertThat(failed("ok.practice").get(2)).startsWith("TLSA record lookup failed for " + host + ": ");
        dns.faults().heal();

        tree.zone("none.practice").mx(1, "mx.none.practice").address("mx.none.practice", "127.25.9.1");
        assertThat(failed("none.practice")).contains("NXDOMAIN TLSA record for MX(mx.none.practice) in none.practice");

        String bogus = "_" + port + "._tcp.mx.bad.practice";
        tree.zone("bad.practice")
                .mx(1, "mx.bad.practice")
                .address("mx.bad.practice", "127.25.9.1")
                .tlsa("mx.bad.practice", port, LEAF.tlsa(3, 1, 1))
                .signatures(bogus, "TLSA", Signatures.BROKEN);
        assertThat(failed("bad.practice")).contains("BOGUS TLSA record found for MX(mx.bad.practice) in bad.practice");
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void domains_without_mail_and_names_without_domain_are_told_apart() {
        tree.zone("quiet.practice").add("quiet.practice", "MX", "0 .");
        assertThat(failed("quiet.practice").getFirst())
                .isEqualTo("Null MX record found for quiet.practice. The domain does not accept mail.");
        assertThat(failed("nowhere.quiet.practice").getFirst())
                .isEqualTo("NXDOMAIN MX record for nowhere.quiet.practice. The domain does not exist.");
    }

    @Test
    void a_domain_without_mx_is_its_own_host() {
        tree.zone("own.practice").address("own.practice", "127.25.9.1").tlsa("own.practice", port, LEAF.tlsa(3, 1, 1));
        Verification result = run("own.practice");
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(result.transcript().getFirst())
                .isEqualTo("No MX record (SECURE) found for own.practice. The domain itself is used.");
    }

    @Test
    void a_server_failure_is_a_failed_verification_and_silence_is_none() {
        ok();
        dns.faults().servfail("ok.practice", "MX");
        assertThat(failed("ok.practice").getFirst()).startsWith("MX record lookup failed for ok.practice: ");
        dns.faults().heal().silent(true);
        Verification silent = run("other.practice");
        assertThat(silent.verdict()).isEqualTo(Verdict.NOT_VERIFIED);
        assertThat(silent.transcript())
                .endsWith(
                        "DANE could not be verified for other.practice. No resolver answered.",
                        "DANE verification completed.");
    }

    private List<String> failed(String domain) {
        Verification result = run(domain);
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_FAILED);
        assertThat(result.transcript()).endsWith("DANE FAILED for " + domain, "DANE verification completed.");
        return result.transcript();
    }
}
