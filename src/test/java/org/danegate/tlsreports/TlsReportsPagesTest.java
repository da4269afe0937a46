package org.danegate.tlsreports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.danegate.Danegate;
import org.danegate.OwnPolicy;
import org.danegate.access.Role;
import org.danegate.address.DomainName;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.sts.StsTrouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Monitor > TLS Reports and its addresses for scripts, from the published event to the page.
@SpringBootTest(
        classes = Danegate.class,
        properties = {"danegate.admin-password=correct horse battery", "danegate.hostname=gw.example.com"},
        webEnvironment = SpringBootTest.WebEnvironment.MOCK)
@AutoConfigureMockMvc
@DirtiesContext
class TlsReportsPagesTest {

    private static final DomainName DOMAIN = new DomainName("counted.example");
    private static final String API = "/api/v1/tlsrpt/reports";
    private static final String PAGE = "/monitor/tls-reports";

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        OwnPolicy.in(
                folder, OwnPolicy.QUIET + "tlsReports: { mode: COUNT, excluded: [ excluded.example ] }\n", properties);
    }

    @Autowired
    private DeliveryEvents events;

    @Autowired
    private Keeping keeping;

    @Autowired
    private ReportBooks books;

    @Autowired
    private MockMvc mvc;

    private final JsonMapper json = new JsonMapper();

    @Test
    void what_was_counted_is_listed_and_its_report_can_be_read() throws Exception {
        assertThat(page(PAGE)).contains("Nothing was counted yet", "excluded.example");

        Instant now = Instant.now();
        publish("excluded.example", now);
        publish(DOMAIN.ascii(), now);
        await().until(() -> {
            keeping.store();
            return !books.days().lines(10).isEmpty();
        });
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        assertThat(books.days().lines(10)).extracting(DayLine::domain).containsExactly(DOMAIN);
        assertThat(first().get("record").asString()).isIn("pending", "unknown");

        books.days()
                .keep(
                        day,
                        DOMAIN,
                        new RecordFound(RecordFound.Kind.WANTED, List.of("mailto:<b>@counted.example"), "", now));
        JsonNode line = first();
        assertThat(line.get("record").asString()).isEqualTo("wanted");
        assertThat(line.get("state").asString()).isEqualTo("not-sending");
        String id = line.get("id").asString();

        JsonNode report = json.readTree(body(API + "/" + id, 200));
        assertThat(report.at("/report-id").asString()).isEqualTo(id);
        assertThat(report.at("/contact-info").asString()).isEqualTo("postmaster@gw.example.com");
        assertThat(report.at("/policies/0/failure-details/0/failure-reason-code")
                        .asString())
                .isEqualTo("http-503");

        assertThat(page(PAGE)).contains(PAGE + "/" + id, "Count only", "not sent");
        assertThat(page(PAGE + "/" + id))
                .contains("TLS Report for counted.example", "sts-policy-fetch-error", "gw.example.com!counted.example!")
                .contains("mailto:&lt;b&gt;@counted.example")
                .doesNotContain("<b>");
        assertThat(page(PAGE + "?language=es")).contains("Informes TLS", "Solo contar");
    }

    @Test
    void a_report_that_nobody_counted_is_not_found() throws Exception {
        assertThat(body(API + "/20261127.other.example.0@gw.example.com", 404))
                .contains("There is no TLS report 20261127.other.example.0@gw.example.com.");
        body(PAGE + "/nothing", 404);
    }

    private void publish(String domain, Instant at) {
        events.publish(new DeliveryEvent.StsPolicyTrouble(
                at, domain, new StsTrouble(StsTrouble.Kind.FETCH, "http-503", "the server answered with status 503")));
    }

    private JsonNode first() throws Exception {
        return json.readTree(body(API, 200)).get(0);
    }

    private String page(String path) throws Exception {
        return body(path, 200);
    }

    private String body(String path, int status) throws Exception {
        MockHttpServletResponse response = mvc.perform(
                        get(path).with(user("reader").authorities(Role.HELP_DESK.authority())))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).as(path).isEqualTo(status);
        return response.getContentAsString(StandardCharsets.UTF_8);
    }
}
