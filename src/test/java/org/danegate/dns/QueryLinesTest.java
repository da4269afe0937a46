package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.Signatures;
import org.danegate.practice.ZoneStyle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The lines at level Debug to the letter of the seed, with its own names and records in a signed tree of ours. Only
/// resolver addresses, TTLs and the number for the end of a record's life differ.
@Timeout(30)
class QueryLinesTest {

    private static final byte[] DIGEST =
            HexFormat.of().parseHex("0c72ac70b745ac19998811b131d662c9ac69dbdbe7cb23e5b514b56664c5d3d6");

    private final Instant now = Instant.now();
    private final PracticeTree tree = new PracticeTree(1800, () -> now);
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private PracticeDns first;
    private PracticeDns second;
    private ValidatingLookup lookup;
    private Path anchor;

    @BeforeEach
    void start() throws Exception {
        first = PracticeDns.start(tree);
        second = PracticeDns.start(tree);
        tree.zone("ietf.org")
                .mx(0, "mail.ietf.org")
                .address("mail.ietf.org", "4.31.198.44")
                .cname("alias.ietf.org", "mail.ietf.org")
                .tlsa("mail.ietf.org", 25, new TlsaRecord(3, 1, 1, DIGEST));
        tree.zone("thinkbeyond.ch", ZoneStyle.UNSIGNED)
                .mx(10, "mx.thinkbeyond.ch")
                .address("mx.thinkbeyond.ch", "104.47.9.36")
                .address("mx.thinkbeyond.ch", "104.47.10.36");
        anchor = folder.resolve("anchor");
        tree.writeTrustAnchor(anchor);
        lookup = lookup(60, first);
    }

    private ValidatingLookup lookup(int seconds, PracticeDns... servers) {
        List<DnsSettings.Server> listed = new ArrayList<>();
        for (PracticeDns server : servers) {
            listed.add(new DnsSettings.Server("127.0.0.1", server.address().getPort(), listed.size()));
        }
        DnsSettings settings =
                new DnsSettings(listed, List.of(), List.of(), false, Duration.ofSeconds(seconds), anchor);
        return new ValidatingLookup(
                () -> settings, () -> now, (warning, line) -> lines.add((warning ? "Warning: " : "Debug: ") + line));
    }

    @AfterEach
    void stop() throws Exception {
        first.close();
        second.close();
    }

    private static DomainName name(String text) {
        return DomainName.parse(text);
    }

    private String address(PracticeDns dns) {
        return "127.0.0.1:" + dns.address().getPort();
    }

    /// The lines with what differs from run to run in the seed's place.
    private List<String> told() {
        return lines.stream()
                .map(l -> l.replace(address(first), "194.191.40.84")
                        .replace(address(second), "194.191.40.83")
                        .replaceAll("\\([0-9]{16}L", "(8496573380345476L"))
                .toList();
    }

    @Test
    void a_secure_mx() {
        lookup.mx(name("ietf.org"));
        assertThat(told())
                .containsExactly(
                        "Debug: DNS query: Q('ietf.org', 'MX')",
                        "Debug: DNS query: QN('ietf.org', 'MX', 'recursive_nameserver0.parent')",
                        "Debug: DNS query: QIP ('ietf.org', 'MX', '194.191.40.84', 60)",
                        "Debug: DNS query: Q ('ietf.org', 'MX', '194.191.40.84')",
                        "Debug: DNSSEC Response data([(0, 'mail.ietf.org.')] , secure, 0, 1800)",
                        "Debug: DNS encache (ietf.org, MX, [(8496573380345476L, 0, 'SECURE', (0, 'mail.ietf.org'))])");
    }

    @Test
    void a_secure_address_and_tlsa() {
        lookup.a(name("mail.ietf.org"));
        lookup.tlsa(name("_25._tcp.mail.ietf.org"));
        assertThat(told())
                .containsSubsequence(
                        "Debug: DNS query: Q('mail.ietf.org', 'A')",
                        "Debug: DNSSEC Response data(['4.31.198.44'] , secure, 0, 1800)",
                        "Debug: DNS encache (mail.ietf.org, A, [(8496573380345476L, 0, 'SECURE', '4.31.198.44')])",
                        "Debug: DNS query: QIP ('_25._tcp.mail.ietf.org', 'TLSA', '194.191.40.84', 60)",
                        "Debug: DNSSEC Response data("
                                + "['0301010c72ac70b745ac19998811b131d662c9ac69dbdbe7cb23e5b514b56664c5d3d6'] , secure, 0,"
                                + " 1800)",
                        "Debug: DNS encache (_25._tcp.mail.ietf.org, TLSA, [(8496573380345476L, 0, 'SECURE',"
                                + " '0301010c72ac70b745ac19998811b131d662c9ac69dbdbe7cb23e5b514b56664c5d3d6')])");
    }

    @Test
    void a_host_that_is_no_alias() {
        lookup.cname(name("mail.ietf.org"));
        assertThat(told())
                .endsWith(
                        "Debug: DNS query: Q ('mail.ietf.org', 'CNAME', '194.191.40.84')",
                        "Debug: DNSSEC Response data([], , 0, 60)",
                        "Debug: Received NODATA for domain mail.ietf.org type CNAME",
                        "Debug: No CNAME record(NoError) found for domain(mail.ietf.org)");
    }

    @Test
    void an_alias_and_a_name_that_does_not_exist() {
        lookup.cname(name("alias.ietf.org"));
        lookup.cname(name("none.ietf.org"));
        assertThat(told())
                .contains(
                        "Debug: DNSSEC Response data(['mail.ietf.org.'] , secure, 0, 1800)",
                        "Debug: Received NXDOMAIN for domain none.ietf.org type CNAME",
                        "Debug: No CNAME record(NXDomain) found for domain(none.ietf.org)");
    }

    @Test
    void insecure_addresses_of_one_host() {
        lookup.a(name("mx.thinkbeyond.ch"));
        // A resolver may hand out the two in either order.
        List<String> sorted = told().stream()
                .map(l -> l.replace("104.47.10.36", "104.47.9.36"))
                .toList();
        assertThat(sorted)
                .endsWith(
                        "Debug: DNSSEC Response data(['104.47.9.36', '104.47.9.36'] , insecure, 0, 1800)",
                        "Debug: DNS encache (mx.thinkbeyond.ch, A, [(8496573380345476L, 0, 'INSECURE', '104.47.9.36'),"
                                + " (8496573380345476L, 0, 'INSECURE', '104.47.9.36')])");
    }

    @Test
    void a_server_failure_is_a_warning_and_the_next_server_is_asked() {
        first.faults().servfail("mx.thinkbeyond.ch", "CNAME");
        second.faults().servfail("mx.thinkbeyond.ch", "CNAME");
        lookup = lookup(60, second, first);
        lookup.cname(name("mx.thinkbeyond.ch"));
        assertThat(told())
                .startsWith(
                        "Debug: DNS query: Q('mx.thinkbeyond.ch', 'CNAME')",
                        "Debug: DNS query: QN('mx.thinkbeyond.ch', 'CNAME', 'recursive_nameserver0.parent')",
                        "Debug: DNS query: QIP ('mx.thinkbeyond.ch', 'CNAME', '194.191.40.83', 60)",
                        "Debug: DNS query: Q ('mx.thinkbeyond.ch', 'CNAME', '194.191.40.83')",
                        "Warning: Received an invalid DNS Response: SERVER FAILED to IP 194.191.40.83 looking up"
                                + " mx.thinkbeyond.ch",
                        "Debug: DNS query: QIP ('mx.thinkbeyond.ch', 'CNAME', '194.191.40.84', 60)",
                        "Debug: DNS query: Q ('mx.thinkbeyond.ch', 'CNAME', '194.191.40.84')",
                        "Warning: Received an invalid DNS Response: SERVER FAILED to IP 194.191.40.84 looking up"
                                + " mx.thinkbeyond.ch");
        assertThat(told()).endsWith("Debug: No CNAME record() found for domain(mx.thinkbeyond.ch)");
    }

    @Test
    void a_bogus_answer_is_a_warning_with_its_reason() {
        tree.zone("ietf.org")
                .signatures("mail.ietf.org", "AAAA", Signatures.BROKEN)
                .address("mail.ietf.org", "::1");
        lookup.aaaa(name("mail.ietf.org"));
        assertThat(told().getLast())
                .startsWith("Warning: Received an invalid DNSSEC Response: DNSSEC_Error('mail.ietf.org', 'AAAA',"
                        + " '194.191.40.84', 'DNSSEC Error for hostname mail.ietf.org (AAAA) while asking 194.191.40.84."
                        + " Error was: ")
                .endsWith("') of qtype AAAA looking up mail.ietf.org");
    }
}
