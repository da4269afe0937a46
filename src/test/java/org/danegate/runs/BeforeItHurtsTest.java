package org.danegate.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.danegate.address.DomainName;
import org.danegate.dns.QueryLog;
import org.danegate.dns.SystemResolvers;
import org.danegate.dns.ValidatingLookup;
import org.danegate.dns.status.SeparateLookups;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeCertificates;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.Signatures;
import org.danegate.runs.Warning.Kind;
import org.danegate.smtp.Timeouts;
import org.danegate.verify.DaneVerify;
import org.danegate.verify.Verdict;
import org.danegate.verify.VerifyRuns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/// Warnings of results over really signed DNS, two resolvers and real receivers.
@Timeout(120)
class BeforeItHurtsTest {

    private static final DomainName OK = new DomainName("ok.practice");

    private final DataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final ResultStore results = new ResultStore(jdbc);

    @TempDir
    private Path folder;

    private PracticeNetwork network;
    private PracticeDns second;

    @BeforeEach
    void start() throws IOException {
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V170__daneverify_runs.sql"))
                .execute(database);
        network = PracticeNetwork.start();
        network.writeTrustAnchor(folder.resolve("root.anchor"));
        second = PracticeDns.start(network.tree(), new InetSocketAddress(InetAddress.getByName("127.0.0.9"), 0));
    }

    @AfterEach
    void stop() throws IOException {
        second.close();
        network.close();
    }

    private String name(InetSocketAddress resolver) {
        return resolver.getAddress().getHostAddress() + ":" + resolver.getPort();
    }

    private DnsSettings settings(InetSocketAddress... resolvers) {
        return new DnsSettings(
                Stream.of(resolvers)
                        .map(r -> new DnsSettings.Server(r.getAddress().getHostAddress(), r.getPort(), 0))
                        .toList(),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(5),
                folder.resolve("root.anchor"));
    }

    private SeparateLookups lookups(DnsSettings settings) {
        return new SeparateLookups(() -> settings, () -> "", SystemResolvers.ofThisHost(), InstantSource.system());
    }

    /// The result as it is kept. Mail's own lookups use the first resolver only.
    private DomainResult result(DomainName domain, SeparateLookups lookups) throws InterruptedException {
        DnsSettings first = settings(network.resolver());
        Duration wait = Duration.ofSeconds(20);
        DaneVerify verify = new DaneVerify(
                new ValidatingLookup(() -> first, InstantSource.system(), QueryLog.NONE),
                "gate.practice",
                network.deliveryPort(),
                new Timeouts(wait, wait, wait, wait, wait, wait, Duration.ofMillis(200)),
                InstantSource.system());
        DomainCheck check = new DomainCheck(
                new VerifyRuns(verify), new ResolverComparison(lookups), results, event -> {}, InstantSource.system());
        long run = new RunStore(jdbc)
                .begin(new RunScope.Destinations(), "ana", 1, Instant.now())
                .id();
        check.check(run, domain, new CountDownLatch(1));
        return results.find(run, domain).orElseThrow();
    }

    private List<Warning> warnings(DomainName domain) throws InterruptedException {
        return result(domain, lookups(settings(network.resolver()))).warnings();
    }

    private List<Warning> differences() throws InterruptedException {
        return result(OK, lookups(settings(network.resolver(), second.address())))
                .warnings();
    }

    private PracticeZone zone() {
        return network.tree().zone("ok.practice");
    }

    private String tlsaOwner() {
        return "_" + network.deliveryPort() + "._tcp.mx.ok.practice";
    }

    @Test
    void a_healthy_domain_behind_resolvers_that_agree_has_no_warning() throws Exception {
        assertThat(differences()).isEmpty();
    }

    @Test
    void a_signature_of_a_tlsa_record_that_was_not_renewed_is_warned_of_with_both_figures() throws Exception {
        zone().signatures(tlsaOwner(), "TLSA", Signatures.ENDING);
        assertThat(warnings(OK)).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(Kind.SIGNATURE_ENDS);
            assertThat(warning.host()).isEqualTo(tlsaOwner());
            assertThat(warning.ends()).isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(10)));
            assertThat(warning.english())
                    .startsWith(tlsaOwner() + ": the DNSSEC signature of its TLSA records (zone ok.practice) ends at ")
                    .contains("Only 9 of its 322 hours are left");
        });
    }

    @Test
    void the_signatures_of_mx_addresses_and_keys_count_too() throws Exception {
        zone().signatures(Signatures.ENDING);
        assertThat(warnings(OK).stream().map(warning -> warning.detail().split(" ")[0]))
                .contains("MX", "A", "TLSA", "DNSKEY");
    }

    @Test
    void the_signature_of_the_delegation_by_the_parent_counts_too() throws Exception {
        network.tree().zone("practice").signatures("ok.practice", "DS", Signatures.ENDING);
        assertThat(warnings(OK))
                .singleElement()
                .satisfies(warning -> assertThat(warning.english())
                        .startsWith("ok.practice: the DNSSEC signature of its DS records (zone practice) ends at "));
    }

    @Test
    void the_signature_of_an_alias_on_the_way_counts_too() throws Exception {
        zone().cname("other.ok.practice", "mx.ok.practice")
                .remove("ok.practice", "MX")
                .mx(10, "other.ok.practice")
                .signatures("other.ok.practice", "CNAME", Signatures.ENDING);
        assertThat(warnings(OK))
                .extracting(Warning::host, warning -> warning.detail().split(" ")[0])
                .contains(tuple("other.ok.practice", "CNAME"));
    }

    @Test
    void a_resolver_that_drops_signatures_disagrees_with_one_that_passes_them() throws Exception {
        second.faults().stripSignatures(true);
        assertThat(differences())
                .hasSize(2)
                .allSatisfy(warning -> assertThat(warning.kind()).isEqualTo(Kind.RESOLVERS_DISAGREE))
                .first()
                .satisfies(warning -> assertThat(warning.english())
                        .startsWith("Your DNS resolvers answer differently for ok.practice. MX: "
                                + name(network.resolver()) + " SECURE; " + name(second.address()) + " BOGUS."));
    }

    @Test
    void a_resolver_with_old_tlsa_records_disagrees_and_both_records_are_named() throws Exception {
        SeparateLookups lookups = lookups(settings(network.resolver(), second.address()));
        second.faults().stale(true);
        assertThat(result(OK, lookups).warnings()).isEmpty();
        PracticeCertificate next = network.certificates().leaf("mx.ok.practice");
        zone().replace(tlsaOwner(), "TLSA", next.tlsa(3, 1, 1).text());
        network.receiver("mx.ok.practice").orElseThrow().present(next);
        List<Warning> warnings = result(OK, lookups(settings(network.resolver(), second.address())))
                .warnings();
        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.host()).isEqualTo(tlsaOwner());
            assertThat(warning.detail())
                    .contains(name(network.resolver()) + " SECURE ("
                            + next.tlsa(3, 1, 1).text().substring(0, 26) + "…)")
                    .contains(name(second.address()) + " SECURE (3 1 1 ");
        });
    }

    @Test
    void a_resolver_that_refuses_a_domain_disagrees_also_when_the_domain_fails() throws Exception {
        second.faults().servfail("no-tlsa.practice", "MX");
        DomainName domain = new DomainName("no-tlsa.practice");
        DomainResult result = result(domain, lookups(settings(network.resolver(), second.address())));
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_FAILED);
        assertThat(result.warnings())
                .extracting(Warning::detail)
                .containsExactly(
                        "MX: " + name(network.resolver()) + " SECURE; " + name(second.address()) + " SERVFAIL");
    }

    @Test
    void a_silent_resolver_is_no_matter_of_the_domain_and_is_not_asked_again_at_once() throws Exception {
        second.faults().silent(true);
        SeparateLookups lookups = lookups(settings(network.resolver(), second.address()));
        assertThat(result(OK, lookups).warnings()).isEmpty();
        assertThat(lookups.of(OK))
                .extracting(SeparateLookups.Single::resolver)
                .containsExactly(name(network.resolver()));
    }

    @Test
    void a_single_resolver_is_not_asked_twice() throws Exception {
        result(OK, lookups(settings(network.resolver())));
        assertThat(network.dns().log().count("ok.practice", "MX")).isEqualTo(1);
    }

    @Test
    void the_root_servers_are_no_resolvers_to_compare() {
        DnsSettings roots = new DnsSettings(List.of(), List.of(), List.of(), true, null, null);
        assertThat(lookups(roots).of(OK)).isEmpty();
    }

    @Test
    void a_domain_with_servers_of_its_own_is_compared_among_these() {
        DnsSettings both = settings(network.resolver(), second.address());
        DnsSettings settings = new DnsSettings(
                both.servers(),
                List.of(),
                List.of(new DnsSettings.AlternateServer(OK, "127.0.0.9", 5300)),
                false,
                null,
                both.trustAnchorFile());
        assertThat(lookups(settings).of(new DomainName("mx.ok.practice")))
                .extracting(SeparateLookups.Single::resolver)
                .containsExactly("127.0.0.9:5300");
        assertThat(lookups(settings).of(new DomainName("notok.practice"))).hasSize(2);
    }

    @Test
    void a_certificate_near_its_end_that_no_other_record_follows_is_warned_of() throws Exception {
        PracticeCertificates old = new PracticeCertificates(() -> Instant.now().minus(Duration.ofDays(355)));
        PracticeCertificate ending = old.leaf("mx.ok.practice");
        network.receiver("mx.ok.practice").orElseThrow().present(ending);
        zone().replace(tlsaOwner(), "TLSA", ending.tlsa(3, 1, 1).text());
        assertThat(warnings(OK))
                .singleElement()
                .satisfies(warning -> assertThat(warning.kind()).isEqualTo(Kind.KEY_PINNED));
        PracticeCertificate next = network.certificates().leaf("mx.ok.practice");
        zone().add(tlsaOwner(), "TLSA", next.tlsa(3, 1, 1).text());
        assertThat(warnings(OK)).isEmpty();
    }
}
