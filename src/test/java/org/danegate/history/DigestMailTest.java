package org.danegate.history;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.danegate.Danegate;
import org.danegate.OwnPlace;
import org.danegate.dkim.DkimOracle;
import org.danegate.dkim.DkimRig;
import org.danegate.dkim.NewKey;
import org.danegate.event.DeliveryEvent;
import org.danegate.mime.MimeMessages;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.ReceivedMessage;
import org.danegate.queue.MessageQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/// The digest as its reader gets it: made of the figures of yesterday, queued and delivered by the whole server,
/// received by a real SMTP receiver, and parsed.
@SpringBootTest(classes = Danegate.class)
@ContextConfiguration(initializers = OwnPlace.class)
@DirtiesContext
@Timeout(120)
class DigestMailTest {

    private static final LocalDate DAY = LocalDate.now(ZoneId.systemDefault()).minusDays(1);
    private static final Duration RETENTION = Duration.ofDays(90);
    private static final Instant EIGHT =
            DAY.atTime(LocalTime.of(8, 0)).atZone(ZoneId.systemDefault()).toInstant();

    @TempDir
    static Path folder;

    private static final PracticeNetwork NETWORK = network();

    @Value("${danegate.data-dir}")
    private Path data;

    @TempDir
    Path messages;

    private final DataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final SliceRows rows = new SliceRows(jdbc);
    private final HistoryStore store =
            new HistoryStore(rows, new TransactionTemplate(new DataSourceTransactionManager(database)), RETENTION);
    private final History history = new History(rows, store, () -> EIGHT);

    @Autowired
    private MessageQueue queue;

    @Autowired
    private MessageSource texts;

    private static PracticeNetwork network() {
        try {
            return PracticeNetwork.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        NETWORK.close();
    }

    @DynamicPropertySource
    static void practice(DynamicPropertyRegistry properties) throws IOException {
        Path anchor = folder.resolve("root.anchor");
        NETWORK.writeTrustAnchor(anchor);
        Path policy = Files.writeString(
                folder.resolve("policy.yml"), """
                dns:
                  servers: [ { address: 127.0.0.1, port: %d, priority: 0 } ]
                  trustAnchorFile: %s
                listeners: [ { name: In, address: 127.0.0.1, port: 0, senderGroups: [] } ]
                destinationControls: { destinations: [ { domain: ok.practice, dane: MANDATORY } ] }
                dkim: { profiles: [ { name: gate, domain: gate.example, selector: s1, key: own, enabled: true } ] }
                """.formatted(NETWORK.resolver().getPort(), anchor));
        properties.add("danegate.policy-file", policy::toString);
        properties.add("danegate.delivery.port", NETWORK::deliveryPort);
    }

    private void delivered(Map<String, Integer> recipients) {
        Recording recording = new Recording();
        Instant at = EIGHT.minus(Duration.ofHours(2));
        recipients.forEach((domain, number) -> {
            for (int i = 0; i < number; i++) {
                recording.on(
                        new DeliveryEvent.RecipientDelivered(at, 1, 1, 0, domain, "250 ok", Duration.ofMillis(40)));
            }
        });
        store.add(recording.take(EIGHT.minus(Duration.ofHours(1))));
        store.keep(EIGHT);
    }

    @Test
    @Tag("G-21")
    void the_reports_come_as_files_that_a_reader_can_open() throws Exception {
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V150__history.sql"),
                        new ClassPathResource("db/migration/V187__history_by_time_only.sql"))
                .execute(database);
        DkimRig keys = new DkimRig(data.resolve("dkim")).with("own", NewKey.RSA_2048);
        delivered(Map.of("more.test", 7, "less.test", 3));
        DigestSettings settings = DigestSettings.of("daily", List.of("ops@ok.practice"), "en", true);
        new Digest(
                        settings,
                        history,
                        new FallbackLedger(jdbc, () -> EIGHT, RETENTION),
                        new DigestFiles(new Reports(history)),
                        rows,
                        new Digest.Post(queue, texts, "gate.example"))
                .sendIfDue(EIGHT);
        assertThat(NETWORK.inbox().await(1, Duration.ofSeconds(60))).isTrue();
        ReceivedMessage received = NETWORK.inbox().all().getFirst();
        MimeMessage message = MimeMessages.read(new ByteArrayInputStream(received.body()));
        assertThat(message.getContentType()).startsWith("multipart/mixed");
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(names(parts))
                .containsExactly(
                        null,
                        "tls-connections-" + DAY + ".csv",
                        "outgoing-destinations-" + DAY + ".csv",
                        "system-capacity-" + DAY + ".csv");
        assertThat((String) parts.getBodyPart(0).getContent())
                .contains("Delivered recipients: 10", "The reports are attached as CSV files.");
        assertThat(parts.getBodyPart(2).getContentType()).startsWith("text/csv");
        List<String> lines = text(parts.getBodyPart(2)).lines().toList();
        assertThat(lines.getFirst()).startsWith("beginTimestamp,endTimestamp,beginDate,endDate,destination,delivered,");
        assertThat(lines.get(1)).startsWith(EIGHT.minus(Duration.ofDays(1)).getEpochSecond() + ",");
        assertThat(lines.subList(1, 3).stream().map(line -> line.split(",")[4] + " " + line.split(",")[5]))
                .containsExactly("more.test 7", "less.test 3");
        assertThat(text(parts.getBodyPart(3))).contains(",time,accepted,");
        DkimOracle oracle = new DkimOracle(messages).with("s1._domainkey.gate.example", keys.record("own"));
        assertThat(oracle.verdict(received.body())).isEqualTo("dkimpy=ok opendkim=ok");
    }

    private static List<String> names(MimeMultipart parts) throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < parts.getCount(); i++) {
            names.add(parts.getBodyPart(i).getFileName());
        }
        return names;
    }

    private static String text(BodyPart part) throws Exception {
        return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
