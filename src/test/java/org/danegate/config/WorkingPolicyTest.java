package org.danegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.TlsSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Edit, then commit: on a real database, with the real migrations.
@DataJpaTest(
        properties = {"spring.datasource.url=jdbc:h2:mem:working;DB_CLOSE_DELAY=-1", "danegate.data-dir=target/none"})
@Transactional(propagation = Propagation.NOT_SUPPORTED)
class WorkingPolicyTest {

    private static final DomainPattern IETF = DomainPattern.parse("ietf.org");

    @Autowired
    private WorkingDestinations destinations;

    @Autowired
    private WorkingSections sections;

    @Autowired
    private PolicyRevisions revisions;

    @Autowired
    private PlatformTransactionManager transactions;

    private final DeliveryEvents events = event -> {};
    private PolicySnapshot snapshot;
    private WorkingPolicy working;

    @BeforeEach
    void fresh() {
        destinations.deleteAll();
        sections.deleteAll();
        revisions.deleteAll();
        snapshot = new PolicySnapshot();
        working = new WorkingPolicy(
                destinations,
                sections,
                revisions,
                new TransactionTemplate(transactions),
                snapshot,
                events,
                InstantSource.system());
    }

    @Test
    void submit_changes_the_working_copy_and_commit_puts_it_in_force() {
        submitIetf();
        assertThat(working.pending()).isEqualTo(1);
        assertThat(snapshot.current().policy().destinationControls().entries()).isEmpty();

        assertThat(working.commit("why", "admin")).isEqualTo(1);

        assertThat(working.pending()).isZero();
        assertThat(snapshot.current().policy().destinationControls().entries()).hasSize(1);
        PolicyRevision revision = working.revisions().getFirst();
        assertThat(revision.comment()).isEqualTo("why");
        assertThat(revision.changes()).contains("ADDED Destination ietf.org").contains("MANDATORY");
    }

    @Test
    void abandon_restores_the_policy_in_force() {
        submitIetf();
        working.abandon("admin");

        assertThat(working.pending()).isZero();
        assertThat(working.destinations()).isEmpty();
    }

    @Test
    void dane_without_tls_is_refused_on_the_server() {
        assertThatThrownBy(() -> working.submitDestination(
                        null, 0, DestinationEntry.of(IETF, TlsSupport.NONE, DaneSupport.MANDATORY), "admin"))
                .isInstanceOfSatisfying(
                        RefusedPolicyException.class,
                        e -> assertThat(e.violations()).anyMatch(v -> v.field().equals("dane")));
    }

    @Test
    void a_stale_edit_overwrites_nothing() {
        submitIetf();
        WorkingPolicy.Stored seen = working.destinations().getFirst();
        DestinationEntry theirs = DestinationEntry.of(IETF, TlsSupport.REQUIRED, DaneSupport.OPPORTUNISTIC);
        working.submitDestination(seen.id(), seen.version(), theirs, "other");

        assertThatThrownBy(() -> working.submitDestination(
                        seen.id(),
                        seen.version(),
                        DestinationEntry.of(IETF, TlsSupport.PREFERRED, DaneSupport.NONE),
                        "admin"))
                .isInstanceOf(StaleEditException.class)
                .hasMessageContaining("other");
        assertThat(working.destinations().getFirst().entry()).isEqualTo(theirs);
    }

    @Test
    void a_change_of_default_keeps_entries_submitted_before() {
        submitIetf();
        working.submitDefault(DestinationProfile.defaults(), "other");

        assertThat(working.destinations()).hasSize(1);
    }

    private void submitIetf() {
        working.submitDestination(
                null, 0, DestinationEntry.of(IETF, TlsSupport.REQUIRED, DaneSupport.MANDATORY), "admin");
    }
}
