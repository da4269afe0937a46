package org.danegate.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.danegate.Danegate;
import org.danegate.OwnPolicy;
import org.danegate.address.DomainName;
import org.danegate.dns.ValidatingLookup;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The appliance's status pages, read as its monitors read them.
@SpringBootTest(
        classes = Danegate.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "danegate.admin-password=correct horse battery")
@DirtiesContext
class ApplianceXmlTest {

    private static final String REALM = "IronPort Web Interface";

    @TempDir
    static Path folder;

    @Autowired
    private DeliveryEvents events;

    @Autowired
    private SystemStatus status;

    @Autowired
    private StatusCounts counts;

    @Autowired
    private ValidatingLookup dns;

    @Autowired
    private JdbcTemplate jdbc;

    @Value("${local.server.port}")
    private int port;

    private final HttpClient http = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        OwnPolicy.in(folder, OwnPolicy.QUIET, properties);
    }

    @Test
    void a_monitor_reads_the_same_figures_as_a_script() throws Exception {
        long before =
                Long.parseLong(counters(xml("/xml/status")).get("inj_msgs").getAttribute("uptime"));
        mailCame(3);
        Document xml = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> xml("/xml/status"),
                        x -> counters(x).get("inj_msgs").getAttribute("uptime").equals(String.valueOf(before + 3)));
        JsonNode json =
                JsonMapper.shared().readTree(get("/api/v1/system-status", true).body());

        Map<String, String> names = Map.of(
                "inj_msgs", "MESSAGES_RECEIVED",
                "inj_recips", "RECIPIENTS_RECEIVED",
                "soft_bounced_evts", "SOFT_BOUNCED_EVENTS",
                "delivered_recips", "DELIVERED_RECIPIENTS",
                "completed_recips", "COMPLETED_RECIPIENTS");
        names.forEach((there, here) -> {
            Element counter = counters(xml).get(there);
            JsonNode reading = reading(json, here);
            assertThat(counter.getAttribute("uptime"))
                    .as(there)
                    .isEqualTo(reading.get("uptime").asString());
            assertThat(counter.getAttribute("reset"))
                    .as(there)
                    .isEqualTo(reading.get("reset").asString());
        });
        assertThat(gauge(xml, "conn_in")).isEqualTo(json.get("connectionsIn").asString());
        assertThat(gauge(xml, "conn_out")).isEqualTo(json.get("connectionsOut").asString());
        assertThat(gauge(xml, "log_available")).matches("[1-9]\\d*[KMGT]");
    }

    /// As the public sample of AsyncOS 10 has them.
    @Test
    void all_names_are_there_in_the_appliances_order() throws Exception {
        Document xml = xml("/xml/status");

        assertThat(xml.getDocumentElement().getTagName()).isEqualTo("status");
        assertThat(xml.getDocumentElement().getAttribute("timestamp")).matches("\\d{14}");
        assertThat(first(xml, "birth_time").getAttribute("timestamp")).matches("\\d{14} \\(\\d+d \\d+h \\d+m \\d+s\\)");
        assertThat(first(xml, "system").getAttribute("status")).isEqualTo("online");
        assertThat(first(xml, "oldest_message").getAttribute("secs")).matches("\\d+");
        assertThat(elements(first(xml, "features"), "feature")).isNotEmpty();
        assertThat(counters(xml).keySet())
                .containsExactly(("inj_msgs inj_recips gen_bounce_recips rejected_recips dropped_msgs soft_bounced_evts"
                                + " completed_recips hard_bounced_recips dns_hard_bounced_recips"
                                + " 5xx_hard_bounced_recips filter_hard_bounced_recips expired_hard_bounced_recips"
                                + " other_hard_bounced_recips delivered_recips deleted_recips global_unsub_hits")
                        .split(" "));
        assertThat(elements(first(xml, "rates"), "rate").stream().map(e -> e.getAttribute("name")))
                .containsExactly(("inj_msgs inj_recips soft_bounced_evts completed_recips hard_bounced_recips"
                                + " delivered_recips")
                        .split(" "));
        assertThat(elements(first(xml, "gauges"), "gauge").stream().map(e -> e.getAttribute("name")))
                .containsExactly(("ram_utilization total_utilization cpu_utilization av_utilization case_utilization"
                                + " bm_utilization disk_utilization resource_conservation log_used log_available"
                                + " conn_in conn_out active_recips unattempted_recips attempted_recips"
                                + " msgs_in_work_queue dests_in_memory kbytes_used kbytes_free"
                                + " msgs_in_policy_virus_outbreak_quarantine"
                                + " kbytes_in_policy_virus_outbreak_quarantine reporting_utilization"
                                + " quarantine_utilization")
                        .split(" "));
    }

    /// A check plugin of Nagios in Perl reads the page by these patterns.
    @Test
    void readers_that_match_the_text_find_every_counter() throws Exception {
        String text = get("/xml/status", true).body();

        assertThat(found(
                        "<counter\\s+name=\"([^\"]+)\"\\s+reset=\"\\d+\"\\s+uptime=\"\\d+\"\\s+lifetime=\"(\\d+)\"",
                        text))
                .isEqualTo(16);
        assertThat(found("<rate\\s+name=\"([^\"]+)\"\\s+last_1_min=\"\\d+\"\\s+last_5_min=\"(\\d+)\"", text))
                .isEqualTo(6);
        assertThat(found("birth_time\\s+timestamp=\"([^\"]+)\"", text)).isEqualTo(1);
    }

    @Test
    void lookups_are_counted() throws Exception {
        DomainName name = DomainName.parse("nobody.answers.test");
        dns.mx(name);
        dns.mx(name);

        Map<String, Element> found = counters(xml("/xml/dnsstatus"));

        assertThat(found.keySet())
                .containsExactly(
                        "dns_reqs", "network_reqs", "cache_hits", "cache_misses", "cache_exceptions", "cache_expired");
        assertThat(lifetime(found, "dns_reqs")).isGreaterThanOrEqualTo(2);
        assertThat(lifetime(found, "network_reqs")).isPositive();
        assertThat(lifetime(found, "cache_misses")).isPositive();
        assertThat(lifetime(found, "cache_exceptions")).isPositive();
    }

    @Test
    void the_lifetime_goes_on_after_a_restart() throws Exception {
        mailCame(1);
        await().atMost(Duration.ofSeconds(30)).until(() -> lifetime(counters(xml("/xml/status")), "inj_msgs") > 0);

        counts.save();
        long kept = lifetime(counters(xml("/xml/status")), "inj_msgs");
        StatusCounts afterwards = new StatusCounts(
                new ActivityCounters(Instant::now), () -> ResolverFigures.Counts.NONE, new LifetimeStore(jdbc));

        assertThat(afterwards.of(new ActivityCounters(Instant::now).report()).get("InjMsg"))
                .isEqualTo(new StatusCounts.Count(0, 0, kept));
    }

    @Test
    void the_reset_column_is_reset_here_too() throws Exception {
        mailCame(1);
        await().atMost(Duration.ofSeconds(30)).until(() -> lifetime(counters(xml("/xml/status")), "inj_msgs") > 0);
        status.resetCounters();

        Document xml = xml("/xml/status");

        assertThat(counters(xml).get("inj_msgs").getAttribute("reset")).isEqualTo("0");
        assertThat(counters(xml("/xml/dnsstatus")).get("dns_reqs").getAttribute("reset"))
                .isEqualTo("0");
        assertThat(first(xml, "last_counter_reset").getAttribute("timestamp")).matches("\\d{14}");
    }

    @Test
    void a_stranger_is_asked_for_the_password_in_the_realm_that_monitors_know() throws Exception {
        HttpResponse<String> answer = get("/xml/status", false);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate").getFirst())
                .startsWith("Basic realm=\"" + REALM + "\"");
        assertThat(get("/xml/dnsstatus", false).statusCode()).isEqualTo(401);
    }

    private void mailCame(int messages) {
        events.publish(new DeliveryEvent.InjectionStarted(
                Instant.now(), 1, "In", InetAddress.getLoopbackAddress(), InetAddress.getLoopbackAddress(), null));
        IntStream.range(0, messages)
                .forEach(i -> events.publish(new DeliveryEvent.MessageQueued(
                        Instant.now(),
                        i + 1,
                        1,
                        "a@b.example",
                        10,
                        null,
                        null,
                        DeliveryEvent.MessageQueued.Direction.OUTBOUND,
                        Lane.PLAIN)));
    }

    private HttpResponse<String> get(String path, boolean signedIn) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (signedIn) {
            String pair = "admin:correct horse battery";
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Document xml(String path) throws Exception {
        HttpResponse<String> answer = get(path, true);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/xml");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8)));
    }

    private static Element first(Document xml, String name) {
        return (Element) xml.getElementsByTagName(name).item(0);
    }

    private static List<Element> elements(Element of, String name) {
        NodeList all = of.getElementsByTagName(name);
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .toList();
    }

    private static Map<String, Element> counters(Document xml) {
        Map<String, Element> counters = new LinkedHashMap<>();
        elements(first(xml, "counters"), "counter").forEach(e -> counters.put(e.getAttribute("name"), e));
        return counters;
    }

    private static long lifetime(Map<String, Element> counters, String name) {
        return Long.parseLong(counters.get(name).getAttribute("lifetime"));
    }

    private static String gauge(Document xml, String name) {
        return elements(first(xml, "gauges"), "gauge").stream()
                .filter(e -> e.getAttribute("name").equals(name))
                .findFirst()
                .orElseThrow()
                .getAttribute("current");
    }

    private static JsonNode reading(JsonNode json, String counter) {
        return json.get("counters")
                .valueStream()
                .filter(r -> r.get("counter").asString().equals(counter))
                .findFirst()
                .orElseThrow();
    }

    private static long found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
