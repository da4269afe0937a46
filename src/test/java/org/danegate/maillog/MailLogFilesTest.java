package org.danegate.maillog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.LogSubscription.Level;
import org.danegate.policy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailLogFilesTest {

    private static final Instant AT = Instant.parse("2019-02-05T13:20:03Z");

    @TempDir
    Path dir;

    private volatile CommittedPolicy.Revision revision;

    private MailLogFiles files(LogSubscription... subscriptions) {
        commit(subscriptions);
        CommittedPolicy policy = new CommittedPolicy() {
            @Override
            public Revision current() {
                return revision;
            }

            @Override
            public void onCommit(java.util.function.Consumer<Revision> reader) {}
        };
        return new MailLogFiles(policy, dir, InstantSource.fixed(AT), ZoneOffset.UTC);
    }

    private void commit(LogSubscription... subscriptions) {
        Policy d = Policy.defaults();
        revision = new CommittedPolicy.Revision(
                1,
                new Policy(
                        d.dns(),
                        d.destinationControls(),
                        d.smtpRoutes(),
                        d.bounceProfiles(),
                        d.listeners(),
                        d.mailFlowPolicies(),
                        d.recipientAccess(),
                        List.of(subscriptions)));
    }

    private static LogSubscription log(String name, Level level, long size, int files) {
        return new LogSubscription(name, level, size, files, true);
    }

    private List<String> lines(String log, String text) throws IOException {
        return new MailLogArchive(dir).tail(log, LineFilter.text(text), 10_000);
    }

    @Test
    void lines_are_in_the_current_file_within_a_second_and_after_close() throws Exception {
        try (MailLogFiles files = files(log("mail_logs", Level.INFO, 1_000_000, 10))) {
            files.on(new DeliveryEvent.MessageFinished(AT, 7));
            await(() -> read("mail_logs").contains("Tue Feb 5 13:20:03 2019 Info: Message finished MID 7 done\n"));
            files.on(new DeliveryEvent.MessageFinished(AT, 8));
        }
        assertThat(read("mail_logs")).startsWith("Tue Feb 5 13:20:03 2019 Info: Begin Logfile\n");
        assertThat(read("mail_logs")).endsWith("Message finished MID 8 done\n");
    }

    @Test
    void full_files_roll_over_and_only_the_newest_stay() throws Exception {
        try (MailLogFiles files = files(log("mail_logs", Level.INFO, 500, 3))) {
            IntStream.rangeClosed(1, 100).forEach(mid -> files.on(new DeliveryEvent.MessageFinished(AT, mid)));
        }
        List<Path> kept = RollingLog.files(dir.resolve("mail_logs"));
        assertThat(kept).hasSize(3);
        assertThat(kept.getFirst().getFileName()).hasToString("mail.current");
        assertThat(kept.get(1).getFileName().toString()).startsWith("mail.@20190205T132003");
        List<String> finished = lines("mail_logs", "finished");
        assertThat(finished.getLast()).endsWith("MID 100 done");
        assertThat(finished)
                .hasSizeBetween(10, 40)
                .isEqualTo(IntStream.rangeClosed(101 - finished.size(), 100)
                        .mapToObj(mid -> "Tue Feb 5 13:20:03 2019 Info: Message finished MID " + mid + " done")
                        .toList());
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        new MailLogArchive(dir).copyTo("mail_logs", whole);
        assertThat(whole.toString(StandardCharsets.UTF_8))
                .contains("Logfile rolled over")
                .endsWith("MID 100 done\n");
    }

    @Test
    void each_subscription_has_its_level_and_commits_change_them() throws Exception {
        LogSubscription info = log("mail_logs", Level.INFO, 1_000_000, 10);
        try (MailLogFiles files = files(info, log("mail_logs_d", Level.DEBUG, 1_000_000, 2))) {
            files.on(new DeliveryEvent.DnsDetail(AT, false, "detail one"));
            await(() -> read("mail_logs_d").contains("detail one"));
            commit(info);
            files.on(new DeliveryEvent.MessageFinished(AT, 1));
            await(() -> read("mail_logs").contains("MID 1"));
            files.on(new DeliveryEvent.DnsDetail(AT, false, "detail two"));
        }
        assertThat(read("mail_logs")).doesNotContain("detail");
        assertThat(read("mail_logs_d")).doesNotContain("detail two");
    }

    @Test
    void a_log_goes_on_after_a_restart() throws Exception {
        for (int mid = 1; mid <= 2; mid++) {
            try (MailLogFiles files = files(log("mail_logs", Level.INFO, 1_000_000, 10))) {
                files.on(new DeliveryEvent.MessageFinished(AT, mid));
            }
        }
        assertThat(lines("mail_logs", "FINISHED")).hasSize(2);
        assertThat(new MailLogArchive(dir).tail("mail_logs", LineFilter.regex("mid [2-9] done$"), 10))
                .hasSize(1);
    }

    @Test
    void hard_expressions_and_strange_names_are_refused() throws Exception {
        Files.createDirectories(dir.resolve("mail_logs"));
        Files.writeString(dir.resolve("mail_logs/mail.current"), "a".repeat(200) + "\n");
        MailLogArchive archive = new MailLogArchive(dir);
        assertThatThrownBy(() -> archive.tail("mail_logs", LineFilter.regex("(.*)(.*)(.*)(.*)(.*)\\1z"), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> LineFilter.regex("(")).hasMessageStartingWith("Not a regular expression");
        assertThatThrownBy(() -> archive.tail("../db", LineFilter.text(""), 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(archive.tail("none", LineFilter.text(""), 10)).isEmpty();
    }

    private String read(String log) {
        try {
            Path file = dir.resolve(log).resolve("mail.current");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("condition in time").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
