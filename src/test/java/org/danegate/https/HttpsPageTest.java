package org.danegate.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.danegate.certificate.CertificateFolder;
import org.danegate.certificate.Certificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// The page Network > Console with the real filters and templates, and the settings of the start.
@HttpsServed
class HttpsPageTest {

    private static final String PAGE = "/network/console";
    private static final RequestPostProcessor ADMIN = user("anna").roles("ADMINISTRATOR");
    private static final RequestPostProcessor OPERATOR = user("olga").roles("OPERATOR");

    @Autowired
    private MockMvc mvc;

    @Autowired
    private ConsoleHttps https;

    @Autowired
    private Certificates certificates;

    @Autowired
    private ConsoleHttpsTest.Rooms.Log log;

    @TempDir
    private Path dir;

    private int port;

    @BeforeEach
    void fresh() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void off() throws Exception {
        https.choose(HttpsSettings.defaults(), new HttpsChecks.Way(false, false), "test");
        log.all().clear();
    }

    private MockHttpServletResponse answer(RequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }

    private MockHttpServletRequestBuilder sent(String certificate, String address, String where, String strict) {
        return post(PAGE)
                .param("certificate", certificate)
                .param("address", address)
                .param("port", where)
                .param("redirect", "true")
                .param("strict", strict)
                .with(csrf());
    }

    @Test
    void self_signed_is_made_and_served_with_one_choice_and_the_page_shows_where_and_what() throws Exception {
        MockHttpServletResponse done = answer(
                sent("self-signed", "127.0.0.1", Integer.toString(port), "NONE").with(ADMIN));
        assertThat(done.getRedirectedUrl()).isEqualTo(PAGE);
        assertThat(Browser.presented(port).getSubjectX500Principal().getName()).isEqualTo("CN=gate.example");
        for (Locale locale : List.of(Locale.ENGLISH, Locale.of("es"))) {
            String shown = answer(get(PAGE).with(ADMIN).locale(locale)).getContentAsString();
            assertThat(shown)
                    .contains("https://localhost:" + port + PAGE, "value=\"" + port + "\"")
                    .contains(certificates.find("self-signed").orElseThrow().fingerprint())
                    .doesNotContain("??");
        }
        assertThat(answer(get("/network/certificates").with(OPERATOR)).getContentAsString())
                .contains("The console, by HTTPS");
        assertThat(answer(get(PAGE).with(OPERATOR)).getContentAsString())
                .contains("Administrators can change these settings.")
                .doesNotContain("btn btn-primary\">Apply");
    }

    @Test
    void a_certificate_in_use_is_not_deleted_and_the_page_says_where() throws Exception {
        answer(sent("self-signed", "127.0.0.1", Integer.toString(port), "NONE").with(ADMIN));
        var refused = mvc.perform(post("/network/certificates/details/self-signed/delete")
                        .with(OPERATOR)
                        .with(csrf()))
                .andReturn();
        assertThat(String.valueOf(refused.getFlashMap().get("problem")))
                .contains("was not deleted", "The console, by HTTPS");
    }

    @Test
    void only_an_administrator_changes_it() throws Exception {
        assertThat(answer(sent("self-signed", "127.0.0.1", Integer.toString(port), "NONE")
                                .with(OPERATOR))
                        .getStatus())
                .isEqualTo(403);
        assertThat(https.settings().on()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere,     127.0.0.1, 8443,  NONE,  certificate",
        "self-signed, gate,      8443,  NONE,  address",
        "self-signed, 127.0.0.1, 70000, NONE,  port",
        "self-signed, 127.0.0.1, https, NONE,  port",
        "self-signed, 127.0.0.1, 8443,  YEAR,  strict",
        "self-signed, 127.0.0.1, 8443,  other, strict",
    })
    void faults_stand_beside_their_fields_and_what_was_typed_stays(
            String certificate, String address, String where, String strict, String field) throws Exception {
        MockHttpServletResponse refused =
                answer(sent(certificate, address, where, strict).with(ADMIN));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("href=\"#" + field + "\"", "id=\"" + field + "-error\"")
                .contains("value=\"" + where + "\"", "value=\"" + address + "\"");
        assertThat(https.shown()).isEmpty();
    }

    private MockHttpServletRequestBuilder script(String body) {
        return put("/api/v1/console").contentType(MediaType.APPLICATION_JSON).content(body);
    }

    private String wanted(String certificate, String where, String hsts) {
        return """
                {"certificate": "%s", "address": "127.0.0.1", "port": %s, "redirect": true, "hsts": "%s"}
                """.formatted(certificate, where, hsts);
    }

    @Test
    void scripts_choose_it_and_see_what_is_served() throws Exception {
        assertThat(answer(get("/api/v1/console").with(OPERATOR)).getContentAsString())
                .contains("\"certificate\":\"\"", "\"port\":8443", "\"hsts\":\"NONE\"", "\"served\":null");
        String good = wanted("self-signed", Integer.toString(port), "NONE");
        assertThat(answer(script(good).with(OPERATOR)).getStatus()).isEqualTo(403);

        MockHttpServletResponse done = answer(script(good).with(ADMIN));
        assertThat(done.getStatus()).isEqualTo(200);
        assertThat(done.getContentAsString())
                .contains("\"certificate\":\"self-signed\"", "\"given\":[]", "\"standIn\":false")
                .contains(certificates.find("self-signed").orElseThrow().fingerprint());
        assertThat(Browser.presented(port).getSubjectX500Principal().getName()).isEqualTo("CN=gate.example");
        assertThat(answer(get(PAGE).with(ADMIN)).getContentAsString()).contains("value=\"" + port + "\"");

        assertThat(answer(script(wanted("", Integer.toString(port), "NONE")).with(ADMIN))
                        .getContentAsString())
                .contains("\"served\":null");
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere,     8443,  NONE, certificate",
        "self-signed, 70000, NONE, port",
        "self-signed, null,  NONE, port",
        "self-signed, 8443,  YEAR, hsts",
    })
    void scripts_learn_which_field_is_at_fault_and_nothing_is_changed(
            String certificate, String where, String hsts, String field) throws Exception {
        MockHttpServletResponse refused =
                answer(script(wanted(certificate, where, hsts)).with(ADMIN));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentType()).startsWith("application/problem+json");
        assertThat(refused.getContentAsString()).contains("\"field\":\"" + field + "\"");
        assertThat(https.shown()).isEmpty();
        assertThat(answer(script(wanted("self-signed", "8443", "ALWAYS")).with(ADMIN))
                        .getStatus())
                .isEqualTo(400);
    }

    @Test
    void scripts_from_elsewhere_are_refused_in_clear_once_http_is_redirected() throws Exception {
        answer(sent("self-signed", "0.0.0.0", Integer.toString(port), "NONE").with(ADMIN));
        https.seen(port);
        RequestPostProcessor elsewhere = request -> {
            request.setRemoteAddr("198.51.100.7");
            request.setServletPath(request.getRequestURI());
            return request;
        };
        MockHttpServletResponse refused = answer(get("/api/v1/certificates").with(elsewhere));
        assertThat(refused.getStatus()).isEqualTo(403);
        assertThat(refused.getContentType()).startsWith("application/problem+json");
        assertThat(refused.getContentAsString()).contains("by HTTPS only, at port " + port);
        assertThat(answer(get("/actuator/prometheus").with(elsewhere)).getStatus())
                .isEqualTo(403);
        assertThat(answer(get("/actuator/health/liveness").with(elsewhere)).getStatus())
                .isNotEqualTo(403);
        assertThat(answer(get("/sign-in").with(elsewhere)).getRedirectedUrl())
                .isEqualTo("https://localhost:" + port + "/sign-in");
    }

    @Test
    void settings_of_the_start_win_and_redirect_at_once() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("danegate.console.certificate", "gateway")
                .withProperty("danegate.console.https-address", "0.0.0.0")
                .withProperty("danegate.console.https-port", "443")
                .withProperty("danegate.console.redirect-http", "true")
                .withProperty("danegate.console.hsts", "year");
        assertThat(GivenSettings.of(environment).over(HttpsSettings.defaults()))
                .isEqualTo(new HttpsSettings("gateway", "0.0.0.0", 443, true, StrictTransport.YEAR, true));
        assertThat(GivenSettings.of(new MockEnvironment()).over(HttpsSettings.defaults()))
                .isEqualTo(HttpsSettings.defaults());
    }

    @ParameterizedTest
    @CsvSource({
        "certificate, ../etc",
        "https-address, gate.example",
        "https-port, 70000",
        "redirect-http, perhaps",
        "hsts, always"
    })
    void a_setting_of_the_start_that_cannot_be_meant_is_named(String name, String value) {
        MockEnvironment environment = new MockEnvironment().withProperty("danegate.console." + name, value);
        assertThatThrownBy(() -> GivenSettings.of(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("danegate.console." + name + ": \"" + value + "\" is not ");
    }

    @Test
    void a_file_of_settings_that_cannot_be_read_is_http_only() throws Exception {
        SettingsFile file = new SettingsFile(dir);
        HttpsSettings settings = new HttpsSettings("gateway", "::", 443, false, StrictTransport.FORGET, true);
        file.write(settings);
        assertThat(file.read()).isEqualTo(settings);
        Files.writeString(dir.resolve("https.properties"), "port=many");
        assertThat(file.read()).isEqualTo(HttpsSettings.defaults());
    }

    @Test
    void rubbish_in_the_folder_of_certificates_ends_nothing() throws Exception {
        CertificateFolder folder = new CertificateFolder(dir.resolve("tls"), "gate.example");
        assertThat(ServingPair.read(folder, "nothing", InstantSource.system().instant()))
                .isInstanceOf(ServingPair.Found.Broken.class);
        folder.makeSelfSigned(InstantSource.system().instant());
        Files.writeString(dir.resolve("tls/self-signed.crt.pem"), "-----BEGIN CERTIFICATE-----\n");
        assertThat(ServingPair.read(
                        folder, "self-signed", InstantSource.system().instant()))
                .isInstanceOf(ServingPair.Found.Broken.class);
    }
}
