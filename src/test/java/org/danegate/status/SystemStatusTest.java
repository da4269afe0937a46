package org.danegate.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.danegate.Danegate;
import org.danegate.OwnPolicy;
import org.danegate.event.StatusLine;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/// System Status of the whole server: page, API, and the line of the Status Logs.
@SpringBootTest(classes = Danegate.class, properties = "danegate.admin-password=correct horse battery")
@AutoConfigureMockMvc
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemStatusTest {

    @TempDir
    static Path folder;

    /// Has the port that a listener wants.
    private static ServerSocket held;

    @Autowired
    private MockMvc browser;

    @Autowired
    private StatusLine line;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        OwnPolicy.in(folder, """
                dns: { servers: [ { address: 127.0.0.1, port: 9, priority: 0 } ] }
                listeners:
                  - { name: Door, address: 127.0.0.1, port: 0, senderGroups: [] }
                  - { name: Taken, address: 127.0.0.1, port: %d, senderGroups: [] }
                logSubscriptions: [ { name: mail_logs }, { name: blocked } ]
                """.formatted(held.getLocalPort()), properties);
        Files.createDirectories(folder.resolve("data/logs"));
        Files.writeString(folder.resolve("data/logs/blocked"), "no folder");
    }

    @Test
    void every_room_says_how_it_is_in_both_languages() throws Exception {
        assertThat(page("en")).contains("Door", "Open on 127.0.0.1", "H2", "Messages Received", "Committed revision");
        assertThat(page("es"))
                .contains("Abierto en 127.0.0.1", "Mensajes recibidos")
                .doesNotContain("Committed");
    }

    @Test
    void scripts_read_the_same() throws Exception {
        String json = browser.perform(
                        get("/api/v1/system-status").with(user("r").roles("READ_ONLY_OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(json).contains("\"listeners\"", "\"Door\"", "\"DELIVERED_RECIPIENTS\"", "\"connectionsIn\"");
    }

    @Test
    void the_reset_column_begins_anew() throws Exception {
        assertThat(browser.perform(post("/system/status/reset-counters")
                                .with(user("op").roles("OPERATOR"))
                                .with(csrf()))
                        .andReturn()
                        .getResponse()
                        .getRedirectedUrl())
                .isEqualTo("/system/status");
    }

    @Test
    void the_line_of_the_status_logs_has_all_of_the_appliances_names_in_its_order() {
        String text = line.at(Instant.now());

        assertThat(text).startsWith("Status: ");
        String[] words = text.substring("Status: ".length()).split(" ");
        assertThat(IntStream.iterate(0, i -> i < words.length, i -> i + 2).mapToObj(i -> words[i]))
                .containsExactly(("CPULd DskIO RAMUtil QKUsd QKFre CrtMID CrtICID CrtDCID InjMsg InjRcp GenBncRcp"
                                + " RejRcp DrpMsg SftBncEvnt CmpRcp HrdBncRcp DnsHrdBnc 5XXHrdBnc FltrHrdBnc ExpHrdBnc"
                                + " OtrHrdBnc DlvRcp DelRcp GlbUnsbHt ActvRcp UnatmptRcp AtmptRcp CrtCncIn CrtCncOut"
                                + " DnsReq NetReq CchHit CchMis CchEct CchExp CPUTTm CPUETm MaxIO RAMUsd MMLen DstInMem"
                                + " ResCon WorkQ QuarMsgs QuarQKUsd LogUsd SophLd BMLd CASELd TotalLd LogAvail EuQ EuqRls"
                                + " CmrkLd McafLd SwIn SwOut SwPgIn SwPgOut SwapUsage RptLd QtnLd EncrQ InjBytes")
                        .split(" "));
        assertThat(text)
                .matches(".* CPUETm [1-9]\\d* .*")
                .matches(".* RAMUsd [1-9]\\d* .*")
                .matches(".* LogAvail [1-9]\\d*[KMGT] .*")
                .contains(" DskIO 0 ", " SwapUsage 0% ");
        assertThat(IntStream.iterate(1, i -> i < words.length, i -> i + 2).mapToObj(i -> words[i]))
                .allMatch(value -> value.matches("\\d+[KMGT%]?"));
    }

    /// Red in the list, in the frame and in health, until it opens; likewise a log that cannot be written.
    @Test
    @Order(Integer.MAX_VALUE)
    void what_does_not_work_is_red_wherever_one_looks() throws Exception {
        await(() -> text("/network/listeners").contains("Cannot be written"));
        assertThat(text("/network/listeners"))
                .contains("status-bad", "Not open on 127.0.0.1 port " + held.getLocalPort(), "status-good")
                .containsPattern("light light-bad\" [^>]*|light-bad")
                .contains("A listener is not open");
        assertThat(text("/system/log-subscriptions")).contains("status-bad", "status-good", "Written");
        assertThat(status("/actuator/health/readiness")).isEqualTo(503);
        assertThat(status("/actuator/health/liveness")).isEqualTo(200);
        assertThat(text("/actuator/health")).contains("\"listeners\"", "Taken", "blocked");

        held.close();
        Files.delete(folder.resolve("data/logs/blocked"));
        await(() -> status("/actuator/health/readiness") == 200);
        await(() -> status("/actuator/health") == 200);
        assertThat(text("/network/listeners"))
                .contains("light-good")
                .doesNotContain("Cannot be written", "Not open on");
    }

    private int status(String address) {
        return answer(address).getStatus();
    }

    private String text(String address) {
        try {
            return answer(address).getContentAsString();
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private MockHttpServletResponse answer(String address) {
        try {
            return browser.perform(get(address)
                            .header("Accept-Language", "en")
                            .with(user("r").roles("READ_ONLY_OPERATOR")))
                    .andReturn()
                    .getResponse();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("condition in time").isLessThan(end);
            LockSupport.parkNanos(100_000_000);
        }
    }

    private String page(String language) throws Exception {
        String html = browser.perform(get("/system/status")
                        .locale(Locale.of(language))
                        .header("Accept-Language", language)
                        .with(user("r").roles("READ_ONLY_OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(html).doesNotContain("??");
        return html;
    }
}
