package org.danegate.maillog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.danegate.address.MailAddress;
import org.danegate.certificate.CertificateFolder;
import org.danegate.consolidated.EventNotation;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.EventForm;
import org.danegate.policy.LogPrivacy;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.LogSubscription.Level;
import org.danegate.policy.LogSubscription.Retrieval;
import org.danegate.policy.LogSubscription.Type;
import org.danegate.policy.Policy;
import org.danegate.policy.RolloverTime;
import org.danegate.policy.SyslogPush;
import org.danegate.policy.SyslogPush.Facility;
import org.danegate.policy.SyslogPush.Form;
import org.danegate.policy.SyslogPush.Framing;
import org.danegate.policy.SyslogPush.Protocol;
import org.danegate.syslog.Collectors;
import org.danegate.syslog.PretendCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What leaves the server without subjects and addresses, at a real collector.
@Timeout(120)
class PrivateLinesTest {

    private static final Instant NOW = Instant.parse("2026-02-05T13:20:03Z");
    private static final LogPrivacy PRIVATE = new LogPrivacy(true, true);
    private static final PrivateText TEXTS = new PrivateText(PrivateLinesTest::digits);

    @TempDir
    Path dir;

    private static String digits(String text) {
        return Integer.toHexString(text.hashCode());
    }

    private static String hashed(String address) {
        return "hash-" + digits(address) + address.substring(address.lastIndexOf('@'));
    }

    @Test
    void a_collector_gets_neither_subjects_nor_addresses_and_the_files_keep_both() throws Exception {
        try (PretendCollector collector = PretendCollector.tcp(Framing.LINE_FEED, 0);
                MailLogFiles files = files(List.of(
                        LogSubscription.defaults()
                                .sentTo(Retrieval.FILES_AND_SYSLOG, to(collector.port()))
                                .keeping(PRIVATE),
                        events("cef", EventForm.defaults()),
                        events("json", json())))) {
            message(files);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(collector.messages())
                            .anySatisfy(line -> assertThat(line).endsWith("Message finished MID 6 done")));
            String sent = String.join("\n", collector.messages());
            assertThat(sent)
                    .contains(
                            "MID 6 ICID 5 From: <" + hashed("ana.lópez@sender.example") + ">",
                            "MID 6 ICID 5 RID 0 To: <" + hashed("bob@there.example") + ">",
                            "MID 6 Message-ID '<1@sender.example>'",
                            "no such user <" + hashed("bob@there.example") + ">")
                    .doesNotContain("Subject", "secret plan", "ana.", "bob@");
        }
        // What files kept is on the disk once they are closed.
        assertThat(Files.readString(dir.resolve("mail_logs/mail.current")))
                .contains("Subject \"secret plan\"", "ana.lópez@sender.example", "bob@there.example");
        for (String log : List.of("cef", "json")) {
            assertThat(current(log))
                    .containsIgnoringCase("bounced")
                    .contains(hashed("ana.lópez@sender.example"), hashed("bob@there.example"), "1@sender.example")
                    .doesNotContain("secret plan", "ana.", "bob@");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "To: <a.b+c@x.example>, d@y.example. | To: <{a.b+c@x.example}>, {d@y.example}.",
                "<\"a b\\\" c\"@x.example> | <{\"a b\\\" c\"@x.example}>",
                "<o'brien@[192.0.2.1]> | <{o'brien@[192.0.2.1]}>",
                "<Ana@X.Example> | <{ana@x.example}X.Example>",
                "550 5.1.1 no @ here: @ | 550 5.1.1 no @ here: @",
                "<пётр@пример.рф> | <{пётр@пример.рф}>",
            })
    void every_address_in_a_text_is_hashed_and_keeps_its_domain(String text, String pattern) {
        String wanted = java.util.regex.Pattern.compile("\\{(.*?)}(X\\.Example)?")
                .matcher(pattern)
                .replaceAll(found -> {
                    String hash = hashed(found.group(1));
                    return found.group(2) == null ? hash : hash.replace("x.example", found.group(2));
                });
        assertThat(TEXTS.hashed(text)).isEqualTo(wanted);
    }

    @Test
    void long_words_take_no_time() {
        String word = "a".repeat(8000);
        assertThat(TEXTS.hashed(word)).isEqualTo(word);
        assertThat(TEXTS.hashed("\"".repeat(8000) + "@")).endsWith("@");
        assertThat(TEXTS.hashed(word + "@" + "b.".repeat(4000))).startsWith("hash-");
    }

    private String current(String log) throws Exception {
        return Files.readString(dir.resolve(log + "/consolidated_event.current"));
    }

    private static void message(MailLogFiles files) {
        InetAddress client = InetAddress.ofLiteral("192.0.2.7");
        files.on(new DeliveryEvent.InjectionStarted(NOW, 5, "In", client, client, null));
        files.on(new DeliveryEvent.MessageStarted(NOW, 6, 5, "ana.lópez@sender.example", "client.example"));
        files.on(new DeliveryEvent.RecipientAdded(NOW, 6, 5, 0, MailAddress.parse("bob@there.example")));
        files.on(new DeliveryEvent.MessageQueued(
                NOW, 6, 5, "ana.lópez@sender.example", 100, "<1@sender.example>", "secret plan"));
        files.on(new DeliveryEvent.RecipientBounced(
                NOW,
                7,
                6,
                0,
                "there.example",
                new Trouble(
                        "550",
                        "5.1.1",
                        "Bad destination mailbox address",
                        List.of("no such user <bob@there.example>"),
                        false),
                false,
                "ana.lópez@sender.example",
                "bob@there.example"));
        files.on(new DeliveryEvent.MessageFinished(NOW, 6));
    }

    private MailLogFiles files(List<LogSubscription> logs) {
        Policy d = Policy.defaults();
        Policy policy = new Policy(
                d.dns(),
                d.destinationControls(),
                d.smtpRoutes(),
                d.bounceProfiles(),
                d.listeners(),
                d.mailFlowPolicies(),
                d.recipientAccess(),
                logs);
        CommittedPolicy committed = new CommittedPolicy() {
            @Override
            public Revision current() {
                return new CommittedPolicy.Revision(1, policy);
            }

            @Override
            public void onCommit(Consumer<Revision> reader) {}
        };
        CertificateFolder certificates = new CertificateFolder(dir.resolve("tls"), "gate.example.com");
        return new MailLogFiles(
                committed,
                dir,
                () -> NOW,
                ZoneOffset.UTC,
                new MailLogFiles.Surroundings(
                        new Collectors("gate.example.com", ZoneOffset.UTC, certificates, () -> NOW, (log, n) -> {}),
                        new EventNotation("gate.example.com", "1.0", ZoneOffset.UTC),
                        at -> "",
                        mid -> Optional.empty(),
                        PrivateLinesTest::digits));
    }

    private static LogSubscription events(String name, EventForm form) {
        return new LogSubscription(
                        name,
                        Type.CONSOLIDATED,
                        Level.INFO,
                        1_000_000,
                        new RolloverTime.None(),
                        10,
                        "consolidated_event",
                        true)
                .writtenAs(form)
                .keeping(PRIVATE);
    }

    private static EventForm json() {
        EventForm d = EventForm.defaults();
        return new EventForm(EventForm.Notation.JSON, d.vendor(), d.product(), d.keys());
    }

    private static SyslogPush to(int port) {
        return new SyslogPush(
                "127.0.0.1", port, Protocol.TCP, Framing.LINE_FEED, Form.APPLIANCE, Facility.LOCAL4, 8192, "", null);
    }
}
