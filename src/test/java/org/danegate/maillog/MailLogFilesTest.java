package org.danegate.maillog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.danegate.certificate.CertificateFolder;
import org.danegate.consolidated.EventNotation;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.StatusLine;
import org.danegate.event.Trouble;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.LogSubscription.Level;
import org.danegate.policy.Policy;
import org.danegate.policy.RolloverTime;
import org.danegate.syslog.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailLogFilesTest {

    private static final Instant AT = Instant.parse("2019-02-05T13:20:03Z");

    @TempDir
    Path dir;

    private volatile CommittedPolicy.Revision revision;
    private volatile Instant now = AT;
    private volatile StatusLine status = at -> "";

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
        CertificateFolder certificates = new CertificateFolder(dir.resolve("tls"), "gate.example.com");
        return new MailLogFiles(
                policy,
                dir,
                () -> now,
                ZoneOffset.UTC,
                new MailLogFiles.Surroundings(
                        new Collectors("gate.example.com", ZoneOffset.UTC, certificates, () -> now, (log, n) -> {}),
                        new EventNotation("gate.example.com", "1.0", ZoneOffset.UTC),
                        status,
                        mid -> Optional.empty(),
                        text -> text));
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
    void names_are_found_in_either_form() {
        String line = "Info: MID 7 RID 0 To: user@xn--fa-hia.example";
        String own = "Info: MID 7 ICID 3 RID 0 To: <user@Faß.example>";

        for (String sought : List.of("user@faß.example", "FAß", "xn--fa-hia.example")) {
            assertThat(LineFilter.text(sought).test(line)).isTrue();
            assertThat(LineFilter.text(sought).test(own)).isTrue();
            assertThat(LineFilter.text(sought).test("Info: To: user@fass.example"))
                    .isFalse();
        }
    }

    @Test
    void full_files_roll_over_and_only_the_newest_stay() throws Exception {
        try (MailLogFiles files = files(log("mail_logs", Level.INFO, 500, 3))) {
            IntStream.rangeClosed(1, 100).forEach(mid -> files.on(new DeliveryEvent.MessageFinished(AT, mid)));
        }
        List<Path> kept = new LogFolder(dir.resolve("mail_logs")).files();
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

    @Test
    void a_file_whose_time_is_over_is_saved_and_an_empty_one_is_kept() throws Exception {
        try (MailLogFiles files = files(byTime("mail_logs", new RolloverTime.Hourly()))) {
            files.on(new DeliveryEvent.MessageFinished(AT, 1));
            await(() -> read("mail_logs").contains("MID 1"));
            now = Instant.parse("2019-02-05T14:00:00Z");
            await(() -> saved("mail_logs").size() == 1);
            now = Instant.parse("2019-02-05T17:30:00Z");
            files.on(new DeliveryEvent.MessageFinished(now, 2));
            await(() -> read("mail_logs").contains("MID 2"));
            assertThat(saved("mail_logs")).containsExactly("mail.@20190205T140000.s");
            now = Instant.parse("2019-02-05T18:00:00Z");
            await(() -> saved("mail_logs").size() == 2);
        }
        assertThat(saved("mail_logs")).containsExactly("mail.@20190205T180000.s", "mail.@20190205T140000.s");
        assertThat(Files.readString(dir.resolve("mail_logs/mail.@20190205T180000.s")))
                .contains("MID 2")
                .endsWith("Logfile rolled over\nTue Feb 5 18:00:00 2019 Info: End Logfile\n");
    }

    @Test
    void the_time_of_a_file_goes_on_over_a_restart() throws Exception {
        LogSubscription daily = byTime("mail_logs", new RolloverTime.Every(Duration.ofHours(24)));
        try (MailLogFiles files = files(daily)) {
            files.on(new DeliveryEvent.MessageFinished(AT, 1));
        }
        now = AT.plus(Duration.ofHours(23));
        try (MailLogFiles files = files(daily)) {
            files.on(new DeliveryEvent.MessageFinished(now, 2));
            await(() -> read("mail_logs").contains("MID 2"));
            assertThat(saved("mail_logs")).isEmpty();
            now = AT.plus(Duration.ofHours(24));
            await(() -> saved("mail_logs").size() == 1);
        }
    }

    @Test
    void rollover_now_saves_the_file_and_says_whether_it_could() throws Exception {
        try (MailLogFiles files = files(log("mail_logs", Level.INFO, 1_000_000, 10))) {
            files.on(new DeliveryEvent.MessageFinished(AT, 1));
            await(() -> read("mail_logs").contains("MID 1"));
            assertThat(files.rollOver("mail_logs").get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(files.rollOver("nothing").get(10, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(saved("mail_logs")).hasSize(1);
    }

    @Test
    void a_log_that_cannot_be_written_says_so_until_it_can() throws Exception {
        Path inTheWay = Files.createDirectories(dir).resolve("MAIL");
        Files.writeString(inTheWay, "no folder");
        try (MailLogFiles files = files(of(LogSubscription.Type.MAIL), of(LogSubscription.Type.AUDIT))) {
            await(() -> files.states().getFirst().fault() != null);
            assertThat(files.states().getLast().fault()).isNull();

            Files.delete(inTheWay);
            now = AT.plusSeconds(11);
            await(() -> files.states().getFirst().fault() == null);
            files.on(new DeliveryEvent.MessageFinished(now, 9));
            await(() -> read("MAIL").contains("Message finished MID 9 done"));

            Files.delete(dir.resolve("MAIL/mail.current"));
            files.on(new DeliveryEvent.MessageFinished(now, 10));
            await(() -> Files.exists(dir.resolve("MAIL/mail.current")));
            files.on(new DeliveryEvent.MessageFinished(now, 11));
            await(() -> read("MAIL").contains("Message finished MID 11 done"));
        }
    }

    @Test
    void each_type_of_log_has_its_own_lines() throws Exception {
        status = at -> "Status: CPULd 3";
        Trouble trouble = new Trouble("550", "5.1.0", "Unknown address error", List.of("no such user"), false);
        try (MailLogFiles files = files(
                of(LogSubscription.Type.BOUNCE),
                of(LogSubscription.Type.AUDIT),
                of(LogSubscription.Type.SYSTEM),
                of(LogSubscription.Type.STATUS))) {
            files.on(new DeliveryEvent.RecipientBounced(
                    AT, 3, 4, 0, "d.example", trouble, false, "a@b.example", "c@d.example"));
            files.on(new DeliveryEvent.RecipientDelayed(AT, 3, 5, 1, "d.example", trouble, AT, "", "e@d.example"));
            files.on(new DeliveryEvent.AdministratorActed(AT, "ines", "signed in from 192.0.2.1"));
            files.on(new DeliveryEvent.AdministratorActed(AT, "ines", "committed revision 7: \"more\nlimits\""));
            files.on(new DeliveryEvent.SystemNotice(AT, true, "the disk is nearly full"));
            files.on(new DeliveryEvent.MessageFinished(AT, 9));
            now = AT.plusSeconds(61);
            await(() -> !said("STATUS").isEmpty());
        }
        assertThat(said("BOUNCE"))
                .containsExactly(
                        "Info: Bounced: DCID 3 MID 4 From: <a@b.example> To: <c@d.example> RID 0 - 5.1.0 - "
                                + "Unknown address error ('550', ['no such user'])",
                        "Info: Delayed: DCID 3 MID 5 From: <> To: <e@d.example> RID 1 - 5.1.0 - "
                                + "Unknown address error ('550', ['no such user'])");
        assertThat(said("AUDIT"))
                .hasSize(2)
                .startsWith("Info: User ines: signed in from 192.0.2.1")
                .last()
                .asString()
                .startsWith("Info: User ines: committed revision 7: ");
        assertThat(said("SYSTEM")).hasSize(2).contains("Warning: the disk is nearly full");
        assertThat(said("STATUS")).contains("Info: Status: CPULd 3");
    }

    private static LogSubscription of(LogSubscription.Type type) {
        return new LogSubscription(
                type.name(), type, Level.INFO, 1_000_000, new RolloverTime.None(), 10, type.defaultFileName(), true);
    }

    private static LogSubscription byTime(String name, RolloverTime time) {
        return new LogSubscription(name, LogSubscription.Type.MAIL, Level.INFO, 1_000_000, time, 10, "mail", true);
    }

    private List<String> saved(String log) {
        try {
            return new LogFolder(dir.resolve(log))
                    .files().stream()
                            .filter(file -> !LogFolder.isCurrent(file))
                            .map(file -> file.getFileName().toString())
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of a log of the type without their times and without those about the file itself.
    private List<String> said(String log) {
        try {
            List<Path> files = new LogFolder(dir.resolve(log)).files();
            return (files.isEmpty() ? List.<String>of() : Files.readAllLines(files.getFirst()))
                    .stream()
                            .map(line -> line.substring(line.indexOf("2019 ") + 5))
                            .filter(line -> !line.contains("Logfile") && !line.contains("Time offset"))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String log) {
        try {
            Path file = dir.resolve(log).resolve("mail.current");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
