package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.danegate.dkim.DkimOracle;
import org.danegate.dkim.DkimRig;
import org.danegate.dkim.NewKey;
import org.danegate.event.DeliveryEvent;
import org.danegate.peers.Peers;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.queue.MessageQueue;
import org.danegate.tlsreports.ReportRounds;
import org.danegate.tlsreports.ReportStanding;
import org.danegate.tlsreports.StoredReport;
import org.danegate.tlsreports.TlsReports;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A day of mixed traffic, and the reports of it: each figure is what the receivers saw.
@Timeout(240)
class TlsReportDayTest {

    private static final String SETTINGS = """
            tlsReports: { mode: SEND, contact: tls-reports@gate.practice, organization: The Gate }
            dkim:
              profiles:
                - { name: Own, domain: gate.practice, selector: r1, key: reports, headers: STANDARD }
            """;
    private static final String MATCH = "ok.practice";
    private static final String MISMATCH = "wrong-name.practice";
    private static final String STS = "sts-enforce.practice";
    private static final String STS_MISMATCH = "sts-wrong-host.practice";
    private static final String NO_POLICY = "unsigned.practice";

    @TempDir
    Path folder;

    @TempDir
    Path messages;

    private final JsonMapper json = new JsonMapper();

    @Test
    @Tag("R-10")
    @Tag("R-13")
    @Tag("R-31")
    @Tag("R-32")
    @Tag("R-33")
    @Tag("R-34")
    @Tag("R-35")
    @Tag("R-36")
    @Tag("R-37")
    @Tag("u01")
    @Tag("u06")
    @Tag("u07")
    void the_reports_of_a_day_have_the_figures_of_the_receivers() throws Exception {
        DkimRig keys = new DkimRig(folder.resolve("data/dkim")).with("reports", NewKey.RSA_2048);
        try (StoryServer server =
                StoryServer.start(folder, policy -> policy.replace("tlsReports: { mode: COUNT }\n", SETTINGS))) {
            PracticeNetwork network = server.network();
            ask(network, MISMATCH, "mailto:tls@" + NO_POLICY + ",mailto:TLS@" + NO_POLICY + "?subject=again");
            ask(network, STS_MISMATCH, "ftp://nowhere.practice,mailto:a%2Cb@" + MISMATCH + "?subject=x");
            ask(
                    network,
                    NO_POLICY,
                    "mailto:tls@" + NO_POLICY + ",https://mta-sts." + STS + ":" + network.webPort() + "/x");
            LocalDate day = LocalDate.ofInstant(server.clock().instant(), ZoneOffset.UTC)
                    .plusDays(1);
            traffic(server, day);
            Map<String, Long> connections = connections(network);
            long attempts = attempts(server, STS_MISMATCH);

            server.clock().moveTo(at(day.plusDays(1), LocalTime.of(0, 4)));
            round(server);
            assertThat(standing(server, day))
                    .as("five minutes after the day at the earliest")
                    .isEmpty();
            server.clock().moveTo(at(day.plusDays(1), LocalTime.of(4, 5, 30)));
            round(server);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                ReportRounds.send(server.parts());
                assertThat(standing(server, day).values())
                        .as(() -> late(server))
                        .allMatch(s -> !s.open());
            });

            JsonNode match = mail(network, "tls-reports@" + MATCH, keys).get("report");
            figures(match, "tlsa", connections.get(MATCH), 0);
            assertThat(match.at("/organization-name").asString()).isEqualTo("The Gate");
            assertThat(match.at("/date-range/start-datetime").asString()).isEqualTo(day + "T00:00:00Z");

            ReportRounds.keep(server.parts());
            JsonNode mismatch =
                    mail(network, "tls@" + NO_POLICY, keys, MISMATCH).get("report");
            figures(mismatch, "tlsa", 0, connections.get(MISMATCH));
            detail(mismatch, "certificate-host-mismatch", "", connections.get(MISMATCH));

            JsonNode sts = posted(network, STS);
            figures(sts, "sts", connections.get(STS), 0);

            JsonNode refused = mail(network, "\"a,b\"@" + MISMATCH, keys).get("report");
            assertThat(refused.at("/policies/0/summary/total-failure-session-count")
                            .asLong())
                    .as("one failure for each attempt, without a connection")
                    .isEqualTo(attempts);
            detail(refused, "validation-failure", "mx-mismatch", attempts);
            assertThat(connections.get(STS_MISMATCH)).isZero();

            JsonNode none = mail(network, "tls@" + NO_POLICY, keys, NO_POLICY).get("report");
            figures(none, "no-policy-found", connections.get(NO_POLICY), 0);
            assertThat(posted(network, NO_POLICY)).isEqualTo(none);

            assertThat(standing(server, day)).hasSize(5);
            assertThat(connections(network).get(MISMATCH))
                    .as("the report for %s went to a host whose certificate does not match", STS_MISMATCH)
                    .isGreaterThan(connections.get(MISMATCH));
            nothingIsCountedOfReports(server, day.plusDays(1));
        }
    }

    /// Publishes where a domain wants its reports.
    private static void ask(PracticeNetwork network, String domain, String rua) {
        network.tree().zone(domain).add("_smtp._tls." + domain, "TXT", "\"v=TLSRPTv1;rua=" + rua + ";\"");
    }

    /// Four times a day, and just before midnight.
    private void traffic(StoryServer server, LocalDate day) throws Exception {
        server.network()
                .receiver("mx." + NO_POLICY)
                .orElseThrow()
                .behave(ReceiverBehaviour.good().recipient("nobody@" + NO_POLICY, "550 5.1.1 no such user"));
        for (LocalTime time : List.of(
                LocalTime.of(0, 0, 5),
                LocalTime.of(6, 0),
                LocalTime.of(12, 0),
                LocalTime.of(18, 0),
                LocalTime.of(23, 59, 30))) {
            server.clock().moveTo(at(day, time));
            for (String domain : List.of(MATCH, MISMATCH, STS, STS_MISMATCH, NO_POLICY)) {
                server.send("one", "bob@" + domain);
                server.send("two", "carol@" + domain);
            }
            server.send("three", "nobody@" + NO_POLICY);
            settle(server);
            ReportRounds.keep(server.parts());
        }
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).toInstant(ZoneOffset.UTC);
    }

    /// Waits until nothing is under way.
    private static void settle(StoryServer server) {
        MessageQueue queue = server.part(MessageQueue.class);
        AtomicInteger before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(15))
                .until(() -> {
                    int now = server.events().size();
                    boolean quiet = before.getAndSet(now) == now;
                    return quiet && queue.due(server.clock().instant(), 1).isEmpty();
                });
    }

    private static Map<String, Long> connections(PracticeNetwork network) {
        Map<String, Long> connections = new TreeMap<>();
        for (String domain : List.of(MATCH, MISMATCH, STS, STS_MISMATCH, NO_POLICY)) {
            connections.put(
                    domain, network.receiver("mx." + domain).orElseThrow().connections());
        }
        return connections;
    }

    private static long attempts(StoryServer server, String domain) {
        return server.events().stream()
                .filter(e -> e instanceof DeliveryEvent.AttemptEnded a
                        && a.destination().equals(domain))
                .count();
    }

    private static void round(StoryServer server) {
        ReportRounds.keep(server.parts());
        ReportRounds.send(server.parts());
    }

    /// The reports of a day that were sent, by domain.
    private static Map<String, ReportStanding.Sent> standing(StoryServer server, LocalDate day) {
        Map<String, ReportStanding.Sent> sent = new TreeMap<>();
        for (StoredReport one : server.part(TlsReports.class).newest()) {
            if (one.line().day().equals(day) && one.standing() instanceof ReportStanding.Sent to) {
                sent.put(one.line().domain().ascii(), to);
            }
        }
        return sent;
    }

    private JsonNode mail(PracticeNetwork network, String to, DkimRig keys) throws Exception {
        return mail(network, to, keys, "");
    }

    /// The report that an address got, read and verified by other programs.
    ///
    /// @param domain that it is about; empty for any
    private JsonNode mail(PracticeNetwork network, String to, DkimRig keys, String domain) throws Exception {
        ReceivedMessage message = network.inbox().all().stream()
                .filter(m -> m.recipients().getFirst().contains(to))
                .filter(m -> m.text().contains("TLS-Report-Domain: " + domain))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no report for " + to));
        assertThat(message.sender()).isEqualTo("tls-reports@gate.practice");
        DkimOracle oracle = new DkimOracle(Files.createTempDirectory(messages, "dkim"))
                .with("r1._domainkey.gate.practice", keys.record("reports"))
                .ahead(Duration.ofDays(3));
        assertThat(oracle.verdict(message.body())).isEqualTo("dkimpy=ok opendkim=ok");
        assertThat(message.text().replaceAll("\r\n[ \t]+", ""))
                .containsPattern("h=[^;]*TLS-Report-Domain:TLS-Report-Submitter");
        JsonNode read = read("mail", message.body());
        assertThat(read.get("auto").asString()).isEqualTo("auto-generated");
        assertThat(read.get("tls-required").asString()).isEqualTo("No");
        return read;
    }

    private JsonNode posted(PracticeNetwork network, String about) throws Exception {
        for (byte[] post : network.webServer(STS).posts()) {
            JsonNode report = read("file", post).get("report");
            if (report.at("/report-id").asString().contains("." + about + ".")) {
                return report;
            }
        }
        throw new AssertionError("no report about " + about + " was posted");
    }

    private JsonNode read(String form, byte[] octets) throws Exception {
        Peers.require("/usr/bin/python3", "python3");
        Path file = Files.write(Files.createTempFile(messages, "report", ""), octets);
        Process python = new ProcessBuilder(
                        "/usr/bin/python3", "src/test/resources/tlsrpt/reader.py", form, file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).as(output).isZero();
        return json.readTree(output);
    }

    private static void figures(JsonNode report, String type, long successes, long failures) {
        assertThat(report.at("/policies").size()).as(report.toString()).isOne();
        assertThat(report.at("/policies/0/policy/policy-type").asString()).isEqualTo(type);
        assertThat(report.at("/policies/0/summary/total-successful-session-count")
                        .asLong())
                .as(report.toString())
                .isEqualTo(successes);
        assertThat(report.at("/policies/0/summary/total-failure-session-count").asLong())
                .as(report.toString())
                .isEqualTo(failures);
    }

    private static void detail(JsonNode report, String type, String code, long sessions) {
        JsonNode detail = report.at("/policies/0/failure-details/0");
        assertThat(detail.get("result-type").asString()).isEqualTo(type);
        assertThat(detail.path("failure-reason-code").asString("")).isEqualTo(code);
        assertThat(detail.get("failed-session-count").asLong()).isEqualTo(sessions);
    }

    /// The reports went to hosts that were counted on the day before, and nothing of it is counted.
    private static void nothingIsCountedOfReports(StoryServer server, LocalDate day) {
        ReportRounds.keep(server.parts());
        assertThat(server.part(TlsReports.class).newest())
                .filteredOn(r -> r.line().day().equals(day))
                .extracting(r -> r.line().domain().ascii())
                .as("only what was left of the day's mail")
                .isSubsetOf(MISMATCH, STS_MISMATCH);
    }

    private static String late(StoryServer server) {
        return server.events().stream()
                .filter(e ->
                        e instanceof DeliveryEvent.RecipientDelayed || e instanceof DeliveryEvent.RecipientsDeferred)
                .map(Object::toString)
                .reduce("", (all, one) -> one);
    }
}
