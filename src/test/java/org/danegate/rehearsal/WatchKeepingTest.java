package org.danegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.danegate.address.MailAddress;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;
import org.danegate.monitor.DestinationCounters;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/// The watch of a commit over restarts: it goes on, and what nobody counted is missing, not zero.
class WatchKeepingTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Trouble TROUBLE = new Trouble("451", "4.7.0", "later", List.of(), false);
    private static final Policy BEFORE = Policy.defaults();
    private static final Policy AFTER = PolicyFile.read(
                    "destinationControls: { destinations: [ { domain: a.example, dane: MANDATORY } ] }")
            .policy();

    @TempDir
    Path folder;

    private final DataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final WatchStore store = new WatchStore(
            new JdbcTemplate(database), new TransactionTemplate(new DataSourceTransactionManager(database)));
    private Instant now = START;
    private CommitWatch watch;
    private WatchKeeping keeping;

    @BeforeEach
    void start() {
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V186__commit_watch.sql")).execute(database);
        open();
        passes(Duration.ofMinutes(20));
    }

    private void open() {
        watch = new CommitWatch(CommittedPolicy.fixed(BEFORE), () -> now);
        keeping = new WatchKeeping(watch, store, () -> now);
    }

    /// @param down how long nothing runs
    private void restart(Duration down) {
        passes(down);
        open();
        store.find(2).ifPresent(kept -> keeping.restore(kept, BEFORE, AFTER));
    }

    private void commit() {
        watch.committed(new CommittedPolicy.Revision(2, AFTER));
        keeping.begin();
    }

    @Test
    void the_watch_goes_on_after_a_restart_and_says_which_time_is_missing() throws IOException {
        deferred("a.example", 2);
        commit();
        passes(Duration.ofMinutes(2));
        deferred("a.example", 40);
        keeping.save();
        restart(Duration.ofMinutes(1));
        passes(Duration.ofMinutes(3));
        deferred("a.example", 5);
        deferred("b.example", 1);

        CommitWatch.Watched watched = watch.newest().orElseThrow();
        assertThat(watched.revision()).isEqualTo(2);
        assertThat(watched.at()).isEqualTo(START.plus(Duration.ofMinutes(20)));
        assertThat(watched.complete()).isTrue();
        assertThat(watched.before()).isEqualTo(BEFORE);
        assertThat(watched.earlier()).containsOnlyKeys("a.example").containsEntry("a.example", new Outcomes(0, 2, 0));
        assertThat(watched.later())
                .containsEntry("a.example", new Outcomes(0, 45, 0))
                .containsEntry("b.example", new Outcomes(0, 1, 0));
        Gap first = new Gap(minute(22), minute(23));
        assertThat(watched.missing()).containsExactly(first);
        WatchReport report = report();
        assertThat(report.missing()).containsExactly(first);
        assertThat(report.counted()).isTrue();
        assertThat(report.after().deferred()).isEqualTo(45);

        keeping.save();
        restart(Duration.ofMinutes(20));
        assertThat(watch.newest().orElseThrow().later()).containsEntry("a.example", new Outcomes(0, 45, 0));
        assertThat(watch.newest().orElseThrow().missing()).containsExactly(first, new Gap(minute(26), minute(30)));
        assertThat(report().over()).isTrue();
    }

    @Test
    void figures_that_nobody_counted_are_not_known_rather_than_zero() throws IOException {
        deferred("a.example", 2);
        commit();
        restart(Duration.ofMinutes(4));

        WatchReport report = report();
        assertThat(report.counted()).isFalse();
        assertThat(report.before().deferred()).isEqualTo(2);
        passes(Duration.ofMinutes(1));
        assertThat(report().counted()).isTrue();
    }

    @Test
    void a_watch_that_was_over_is_complete_after_a_restart() {
        commit();
        deferred("a.example", 3);
        passes(Duration.ofMinutes(11));
        keeping.save();
        restart(Duration.ofHours(5));

        CommitWatch.Watched watched = watch.newest().orElseThrow();
        assertThat(watched.missing()).isEmpty();
        assertThat(watched.later()).containsEntry("a.example", new Outcomes(0, 3, 0));
    }

    @Test
    void a_further_commit_replaces_the_stored_watch() {
        commit();
        deferred("a.example", 3);
        keeping.save();
        watch.committed(new CommittedPolicy.Revision(3, BEFORE));
        keeping.begin();
        keeping.save();

        assertThat(store.find(2)).isEmpty();
        assertThat(store.find(3).orElseThrow().figures())
                .singleElement()
                .satisfies(figures -> assertThat(figures.earlier()).isEqualTo(new Outcomes(0, 3, 0)));
    }

    @Test
    void ten_thousand_destinations_are_stored_and_read_again() {
        for (int i = 0; i < RecentOutcomes.DESTINATIONS; i++) {
            deferred("d" + i + ".example", 1);
        }
        commit();
        restart(Duration.ofSeconds(5));
        assertThat(watch.newest().orElseThrow().earlier()).hasSize(RecentOutcomes.DESTINATIONS);
    }

    private WatchReport report() throws IOException {
        try (EmbeddedMessageQueue queue = new EmbeddedMessageQueue(
                folder, () -> now, new EmbeddedMessageQueue.Settings(1 << 20, 1 << 16, 2, 0))) {
            if (queue.backlogs().isEmpty()) {
                queue.accept(new NewMessage(
                        queue.nextMid(),
                        new Envelope("me@example.org", false, false, false, "", "", ""),
                        List.of(new NewMessage.Recipient(MailAddress.parse("a@a.example"), "Default", "")),
                        "Subject: a\r\n\r\nb\r\n".getBytes(StandardCharsets.US_ASCII),
                        now));
            }
            return new WatchReports(watch, queue, new DestinationCounters(() -> now), () -> now)
                    .newest()
                    .orElseThrow();
        }
    }

    private static Instant minute(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private void passes(Duration time) {
        now = now.plus(time);
    }

    private void deferred(String domain, int recipients) {
        watch.on(new DeliveryEvent.RecipientsDeferred(
                now, domain, Lane.PLAIN, recipients, TROUBLE, now.plusSeconds(60)));
    }
}
