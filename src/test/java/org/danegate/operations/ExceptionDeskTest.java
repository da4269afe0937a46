package org.danegate.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.danegate.address.DomainName;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvent;
import org.danegate.operations.ExceptionDesk.Wish;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneException;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/// Exceptions from DANE with a clock of the test, in a real database.
class ExceptionDeskTest {

    private static final DomainName DOMAIN = DomainName.parse("example.org");
    private static final DomainName FREE = DomainName.parse("free.example");

    private final DataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final ExceptionRows rows = new ExceptionRows(
            new JdbcTemplate(database), new TransactionTemplate(new DataSourceTransactionManager(database)));
    private final List<DaneException> inForce = new ArrayList<>();
    private final List<DeliveryEvent.AdministratorActed> acts = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private boolean bogus;
    private final List<String> tried = new ArrayList<>();
    private ExceptionDesk desk;

    @BeforeEach
    void start() {
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V180__dane_exceptions.sql"))
                .execute(database);
        desk = restarted();
    }

    /// A desk that reads what the database has.
    private ExceptionDesk restarted() {
        KeptExceptions kept = new KeptExceptions(rows, this::inForce, () -> {});
        AdministratorActs told = new AdministratorActs(
                event -> {
                    if (event instanceof DeliveryEvent.AdministratorActed act) {
                        acts.add(act);
                    }
                },
                clock);
        return new ExceptionDesk(kept, CommittedPolicy.fixed(policy()), domain -> bogus, tried::add, told);
    }

    private void inForce(Collection<DaneException> exceptions) {
        inForce.clear();
        inForce.addAll(exceptions);
    }

    private static Policy policy() {
        DestinationEntry entry =
                DestinationEntry.of(DomainPattern.parse("example.org"), TlsSupport.REQUIRED, DaneSupport.MANDATORY);
        return Policy.defaults()
                .with(new DestinationControls(
                        DestinationProfile.defaults(),
                        List.of(entry),
                        new DestinationControls.Global(null, false),
                        Map.of()));
    }

    private static Wish wish(DomainName domain, boolean confirmed) {
        return new Wish(domain, DaneSupport.NONE, 24, "they renew\ntheir certificate", confirmed);
    }

    @Test
    void an_exception_is_in_force_and_in_the_audit_with_what_it_changes() {
        ExceptionOutcome outcome = desk.make(wish(DOMAIN, false), "ana");

        assertThat(outcome).isInstanceOf(ExceptionOutcome.Made.class);
        assertThat(tried).containsExactly("example.org");
        assertThat(inForce).hasSize(1);
        assertThat(inForce.getFirst().until()).isEqualTo(now.plus(Duration.ofHours(24)));
        assertThat(inForce.getFirst().reason()).doesNotContain("\n");
        assertThat(acts.getFirst().user()).isEqualTo("ana");
        assertThat(acts.getFirst().action()).startsWith("DANE Exception for example.org until 2026-03-02T12:00:00Z");
        assertThat(acts.getFirst().changes()).contains("Mandatory → None");
    }

    @Test
    void it_is_taken_back_by_itself_when_its_time_is_over_and_not_before() {
        desk.make(wish(DOMAIN, false), "ana");

        now = now.plus(Duration.ofHours(24)).minusSeconds(1);
        desk.takeBack();
        assertThat(inForce).hasSize(1);

        now = now.plusSeconds(1);
        desk.takeBack();
        assertThat(inForce).isEmpty();
        assertThat(rows.all()).isEmpty();
        assertThat(acts.getLast().user()).isEqualTo("system");
        assertThat(acts.getLast().action()).isEqualTo("DANE Exception for example.org ended");
        assertThat(acts.getLast().changes()).contains("None → Mandatory");
    }

    @Test
    void its_end_is_kept_over_a_restart_and_what_ended_meanwhile_is_taken_back() {
        desk.make(wish(DOMAIN, false), "ana");
        Instant end = inForce.getFirst().until();

        ExceptionDesk second = restarted();
        assertThat(inForce).extracting(DaneException::until).containsExactly(end);

        now = end.plusSeconds(60);
        second.takeBack();
        assertThat(inForce).isEmpty();
        assertThat(restarted().of(DOMAIN)).isEmpty();
    }

    @Test
    void after_a_bogus_answer_it_must_be_asked_for_a_second_time() {
        bogus = true;

        assertThat(desk.make(wish(DOMAIN, false), "ana")).isInstanceOf(ExceptionOutcome.NeedsConfirmation.class);
        assertThat(inForce).isEmpty();
        assertThat(acts).isEmpty();

        assertThat(desk.make(wish(DOMAIN, true), "ana")).isInstanceOf(ExceptionOutcome.Made.class);
        assertThat(inForce).hasSize(1);
    }

    @Test
    void what_demands_nothing_needs_no_exception() {
        assertThat(desk.make(wish(FREE, false), "ana")).isInstanceOf(ExceptionOutcome.NothingToLower.class);
        assertThat(inForce).isEmpty();
    }

    @Test
    void a_second_exception_replaces_the_first_and_an_administrator_may_end_it() {
        desk.make(wish(DOMAIN, false), "ana");
        desk.make(new Wish(DOMAIN, DaneSupport.OPPORTUNISTIC, 2, "", false), "ben");

        assertThat(inForce).hasSize(1);
        assertThat(inForce.getFirst().support()).isEqualTo(DaneSupport.OPPORTUNISTIC);
        assertThat(desk.end(DOMAIN, "ben")).isTrue();
        assertThat(desk.end(DOMAIN, "ben")).isFalse();
        assertThat(inForce).isEmpty();
        assertThat(acts.getLast().user()).isEqualTo("ben");
    }
}
