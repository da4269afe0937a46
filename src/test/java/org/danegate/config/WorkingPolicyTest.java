package org.danegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.FleetChanges;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Edit, then commit: on a real database, with the real migrations.
@DataJpaTest(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:working;DB_CLOSE_DELAY=-1",
            "danegate.data-dir=target/none-${danegate.test.fork:0}"
        })
@Transactional(propagation = Propagation.NOT_SUPPORTED)
class WorkingPolicyTest {

    private static final DomainPattern IETF = DomainPattern.parse("ietf.org");

    @Autowired
    private WorkingDestinations destinations;

    @Autowired
    private WorkingSections sections;

    @Autowired
    private WorkingDeletions deletions;

    @Autowired
    private PolicyRevisions revisions;

    @Autowired
    private PlatformTransactionManager transactions;

    private final DeliveryEvents events = event -> {};
    private PolicySnapshot snapshot;
    private WorkingPolicy working;
    private DestinationEdits edits;

    @BeforeEach
    void fresh() {
        destinations.deleteAll();
        sections.deleteAll();
        deletions.deleteAll();
        revisions.deleteAll();
        snapshot = new PolicySnapshot();
        working = new WorkingPolicy(
                new WorkingRows(destinations, sections, deletions, FleetChanges.ofOne()),
                revisions,
                new TransactionTemplate(transactions),
                snapshot,
                new InstalledParts(
                        () -> List.of("gateway"),
                        () -> List.of("smarthost"),
                        new TrustAnchorFolders(List.of(Path.of(System.getProperty("java.io.tmpdir")))),
                        List::of),
                new AdministratorActs(events, InstantSource.system()));
        edits = new DestinationEdits(destinations, working);
    }

    @Test
    void submit_changes_the_working_copy_and_commit_puts_it_in_force() {
        submitIetf();
        assertThat(working.pending()).isEqualTo(1);
        assertThat(snapshot.current().policy().destinationControls().entries()).isEmpty();

        assertThat(working.commit("why\n\u202enot\u2028", "admin")).isEqualTo(new Commit.Done(1));

        assertThat(working.pending()).isZero();
        assertThat(snapshot.current().policy().destinationControls().entries()).hasSize(1);
        PolicyRevision revision = working.revisions().getFirst();
        assertThat(revision.comment()).isEqualTo("why\n?not?");
        assertThat(revision.changes()).contains("ADDED Destination ietf.org").contains("MANDATORY");
    }

    @Test
    void abandon_restores_the_policy_in_force() {
        submitIetf();
        working.abandon(null, "admin");

        assertThat(working.pending()).isZero();
        assertThat(edits.all()).isEmpty();
    }

    @Test
    void dane_without_tls_is_refused_on_the_server() {
        assertThat(edits.submit(null, 0, DestinationEntry.of(IETF, TlsSupport.NONE, DaneSupport.MANDATORY), "admin"))
                .isInstanceOfSatisfying(
                        Submission.Rejected.class,
                        r -> assertThat(r.faults()).anyMatch(f -> f.field().equals("dane")));
    }

    @Test
    void a_stale_edit_overwrites_nothing() {
        submitIetf();
        DestinationEdits.Stored seen = edits.all().getFirst();
        DestinationEntry theirs = DestinationEntry.of(IETF, TlsSupport.REQUIRED, DaneSupport.OPPORTUNISTIC);
        edits.submit(seen.id(), seen.version(), theirs, "other");

        assertStale(edits.submit(
                seen.id(), seen.version(), DestinationEntry.of(IETF, TlsSupport.PREFERRED, DaneSupport.NONE), "admin"));
        assertThat(edits.all().getFirst().entry()).isEqualTo(theirs);
    }

    @Test
    void a_change_of_default_keeps_entries_submitted_before() {
        submitIetf();
        working.submitDefault(
                DestinationProfile.defaults(),
                working.section("destinationControls").version(),
                "other");

        assertThat(edits.all()).hasSize(1);
    }

    @Test
    void a_stale_edit_of_default_or_dns_is_refused_and_names_who_was_first() {
        submitIetf();
        long version = working.section("dns").version();
        DnsSettings theirs = dns("192.0.2.1");
        working.submitDns(theirs, version, "other");

        assertStale(working.submitDns(dns("192.0.2.2"), version, "admin"));
        assertThat(working.policy().dns()).isEqualTo(theirs);

        long before = working.section("destinationControls").version();
        working.submitDefault(DestinationProfile.defaults().withoutDane(), before, "admin");
        DestinationControls controls = working.policy().destinationControls();
        assertThat(controls.entries()).hasSize(1);
    }

    @Test
    void an_entry_that_changed_meanwhile_is_not_deleted() {
        submitIetf();
        DestinationEdits.Stored seen = edits.all().getFirst();
        edits.submit(
                seen.id(),
                seen.version(),
                DestinationEntry.of(IETF, TlsSupport.PREFERRED, DaneSupport.OPPORTUNISTIC),
                "other");

        assertStale(edits.delete(Map.of(seen.id(), seen.version()), "admin"));
        assertThat(edits.all()).hasSize(1);
        DestinationEdits.Stored now = edits.all().getFirst();
        edits.delete(Map.of(now.id(), now.version()), "admin");
        assertThat(edits.all()).isEmpty();
    }

    @Test
    void an_unusable_trust_anchor_file_stops_the_submit(@TempDir Path folder) throws Exception {
        Path foreign = Files.writeString(folder.resolve("foreign"), "example. IN DS 1 8 2 00\n");
        Path good = Files.writeString(
                folder.resolve("good"),
                ". 3600 IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n");

        for (Path bad : List.of(foreign, folder.resolve("missing"))) {
            assertThat(working.submitDns(anchors(bad), 0, "admin"))
                    .isInstanceOfSatisfying(
                            Submission.Rejected.class,
                            r -> assertThat(r.faults().getFirst().field()).isEqualTo("trustAnchorFile"));
        }
        working.submitDns(anchors(good), 0, "admin");
        assertThat(working.commit("", "admin")).isEqualTo(new Commit.Done(1));
    }

    @Test
    void dane_is_taken_from_a_routed_domain_by_one_click() {
        submitIetf();
        working.withoutDane(IETF, "admin");
        working.withoutDane(DomainPattern.parse(".example.com"), "admin");
        working.withoutDane(null, "admin");

        DestinationControls controls = working.policy().destinationControls();
        assertThat(controls.entries()).hasSize(2).allMatch(e -> e.get(DestinationSetting.DANE) == DaneSupport.NONE);
        assertThat(controls.entries()).anyMatch(e -> e.get(DestinationSetting.TLS) == TlsSupport.REQUIRED);
        assertThat(controls.defaultProfile().dane()).isEqualTo(DaneSupport.NONE);
    }

    @Test
    void changes_tell_their_authors() {
        submitIetf();
        working.submitDns(dns("192.0.2.1"), working.section("dns").version(), "other");

        assertThat(working.authors().ofDestinations()).containsEntry("ietf.org", "admin");
        assertThat(working.authors().ofSections()).containsEntry("dns", "other");
    }

    @Test
    void a_deletion_tells_its_author_until_it_is_committed_or_taken_back() {
        submitIetf();
        working.commit("", "admin");
        DestinationEdits.Stored seen = edits.all().getFirst();
        edits.delete(Map.of(seen.id(), seen.version()), "other");
        assertThat(working.changes()).extracting(PolicyChange::kind).containsExactly(PolicyChange.Kind.DELETED);
        assertThat(working.authors().ofDestinations()).containsEntry("ietf.org", "other");

        submitIetf();
        assertThat(working.changes()).isEmpty();
        assertThat(working.authors().ofDestinations()).doesNotContainKey("ietf.org");
        assertThat(deletions.findAll()).isEmpty();

        working.submit(Policy.defaults(), null, "script");
        assertThat(working.authors().ofDestinations()).containsEntry("ietf.org", "script");
        working.commit("", "admin");
        assertThat(working.authors().ofDestinations()).doesNotContainKey("ietf.org");
    }

    @Test
    void an_entry_that_got_another_domain_leaves_the_author_of_the_old_one() {
        submitIetf();
        working.commit("", "admin");
        DestinationEdits.Stored seen = edits.all().getFirst();
        edits.submit(seen.id(), seen.version(), DestinationEntry.of(DomainPattern.parse("other.example")), "other");

        assertThat(working.authors().ofDestinations())
                .containsEntry("ietf.org", "other")
                .containsEntry("other.example", "other");
        working.abandon(null, "admin");
        assertThat(deletions.findAll()).isEmpty();
    }

    @Test
    void changes_that_came_after_the_confirmation_are_not_abandoned() {
        submitIetf();
        String seen = PolicyFingerprint.of(working.policy());
        working.submitDns(dns("192.0.2.1"), working.section("dns").version(), "other");

        assertThat(working.abandon(seen, "admin")).isInstanceOf(Submission.Stale.class);
        assertThat(working.pending()).isEqualTo(2);
        working.abandon(PolicyFingerprint.of(working.policy()), "admin");
        assertThat(working.pending()).isZero();
    }

    @Test
    void what_is_read_before_the_first_edit_is_what_the_first_edit_finds() {
        Policy inForce = Policy.defaults()
                .with(new DestinationControls(
                        DestinationProfile.defaults(),
                        List.of(
                                DestinationEntry.of(DomainPattern.parse("z.example")),
                                DestinationEntry.of(IETF),
                                DestinationEntry.of(DomainPattern.parse(".a.example"))),
                        new DestinationControls.Global(null, false)));
        snapshot.swap(new CommittedPolicy.Revision(1, inForce));
        Policy read = working.policy();

        working.submit(read.with(dns("192.0.2.1")), read, "script");
        assertThat(working.changes()).extracting(c -> c.object().english()).containsExactly("DNS");
        working.abandon(PolicyFingerprint.of(working.policy()), "script");
        assertThat(working.policy()).isEqualTo(read);
    }

    @Test
    void two_commits_at_once_make_one_revision() throws Exception {
        submitIetf();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> commits = Stream.generate(() -> threads.submit(() -> {
                        start.await();
                        return working.commit("", "admin").equals(new Commit.Done(1));
                    }))
                    .limit(4)
                    .toList();
            start.countDown();
            int made = 0;
            for (Future<Boolean> commit : commits) {
                made += commit.get(20, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
        assertThat(working.revisions()).hasSize(1);
    }

    /// That the other administrator was first, and is named.
    private static void assertStale(Submission outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Submission.Stale.class,
                        s -> assertThat(s.why().english()).contains("other"));
    }

    private static DnsSettings dns(String server) {
        return new DnsSettings(List.of(new DnsSettings.Server(server, 53, 0)), List.of(), List.of(), false, null, null);
    }

    private static DnsSettings anchors(Path file) {
        return new DnsSettings(List.of(), List.of(), List.of(), false, null, file);
    }

    private void submitIetf() {
        edits.submit(null, 0, DestinationEntry.of(IETF, TlsSupport.REQUIRED, DaneSupport.MANDATORY), "admin");
    }
}
