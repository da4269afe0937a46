package org.danegate.certificate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.danegate.OwnPlace;
import org.danegate.access.UserAccount;
import org.danegate.address.DomainName;
import org.danegate.address.LocalHostName;
import org.danegate.certificate.CertificateFolder;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.TestPki;
import org.danegate.console.MenuEntry;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.ThisNode;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DraftPolicy;
import org.danegate.policy.Policy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// Pages and API with the real filters, templates and files.
@SpringBootTest(classes = CertificatePagesTest.Rooms.class)
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
class CertificatePagesTest {

    private static final TestPki PKI = new TestPki();
    private static final String PAGE = "/network/certificates";
    private static final RequestPostProcessor OPERATOR = user("olga").roles("OPERATOR");
    private static final RequestPostProcessor READER = user("reader").roles("READ_ONLY_OPERATOR");
    private static final AtomicReference<Policy> POLICY = new AtomicReference<>(Policy.defaults());

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = UserAccount.class)
    @EnableJpaRepositories(basePackageClasses = UserAccount.class)
    @ComponentScan(
            basePackageClasses = {UserAccount.class, MenuEntry.class, ThisNode.class, CertificateFolder.class},
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test.*"))
    static class Rooms {

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        LocalHostName hostname() {
            return new LocalHostName(DomainName.parse("gate.example"));
        }

        @Bean
        Log log() {
            return new Log(new CopyOnWriteArrayList<>());
        }

        @Bean
        DraftPolicy draft() {
            return POLICY::get;
        }

        @Bean
        CommittedPolicy committed() {
            return new CommittedPolicy() {
                @Override
                public Revision current() {
                    return new Revision(1, POLICY.get());
                }

                @Override
                public void onCommit(Consumer<Revision> reader) {
                    // Nothing is committed here.
                }
            };
        }
    }

    record Log(List<DeliveryEvent> all) implements DeliveryEvents {
        @Override
        public void publish(DeliveryEvent event) {
            all.add(event);
        }
    }

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Certificates certificates;

    @Autowired
    private CertificateFolder folder;

    @Autowired
    private Log log;

    @BeforeEach
    void fresh() throws Exception {
        POLICY.set(Policy.defaults());
        for (String name : folder.names()) {
            certificates.delete(name, "test");
        }
        log.all().clear();
    }

    @Test
    void pages_and_forms_are_shown_in_both_languages() throws Exception {
        generate("gateway", "20");
        for (Locale locale : List.of(Locale.ENGLISH, Locale.of("es"))) {
            for (String page : List.of("", "/upload", "/generate", "/details/gateway", "/details/gateway/replace")) {
                MockHttpServletResponse shown =
                        answer(get(PAGE + page).with(OPERATOR).locale(locale));
                assertThat(shown.getStatus()).as(page).isEqualTo(200);
                assertThat(shown.getContentAsString()).as(page).contains("<h1").doesNotContain("??");
            }
        }
        String list = answer(get(PAGE).with(OPERATOR)).getContentAsString();
        assertThat(list)
                .contains("Expires soon, 19 days left", "Self-signed", "CN=mail.example", "Not used")
                .contains("Certificate gateway expires in 19 days");
        assertThat(answer(get(PAGE + "/details/gateway").with(OPERATOR)).getContentAsString())
                .contains("_25._tcp.mail.example. IN TLSA 3 1 1 ")
                .contains("/network/certificates/details/gateway/delete");
    }

    @Test
    void an_empty_list_says_what_that_means() throws Exception {
        assertThat(answer(get(PAGE).with(OPERATOR)).getContentAsString())
                .contains("No certificates yet")
                .contains("href=\"/network/certificates/upload\"");
    }

    @Test
    void an_uploaded_certificate_is_there_at_once_and_can_be_downloaded_without_its_key() throws Exception {
        TestPki.Signed leaf = PKI.leaf("mail.example");
        MockHttpServletResponse done = answer(multipart(PAGE + "/upload")
                .param("name", " gateway ")
                .param("certificate", leaf.pem())
                .param("privateKey", leaf.key())
                .with(OPERATOR)
                .with(csrf()));
        assertThat(done.getStatus()).as(done.getContentAsString()).isEqualTo(302);
        assertThat(done.getRedirectedUrl()).isEqualTo(PAGE + "/details/gateway");

        MockHttpServletResponse pem =
                answer(get(PAGE + "/details/gateway/certificate.pem").with(READER));
        assertThat(pem.getContentAsString().replace("\r", ""))
                .isEqualTo(leaf.pem().replace("\r", ""));
        assertThat(pem.getHeader("Content-Disposition")).contains("gateway.crt.pem");
        assertThat(answer(get(PAGE + "/details/gateway/request.csr").with(OPERATOR))
                        .getContentAsString())
                .startsWith("-----BEGIN CERTIFICATE REQUEST-----");
        assertThat(log.all())
                .anySatisfy(e -> assertThat(e.toString()).contains("user=olga", "installed certificate gateway"));
    }

    @Test
    void a_file_is_taken_too() throws Exception {
        TestPki.Signed leaf = PKI.leaf("mail.example");
        MockHttpServletResponse done = answer(multipart(PAGE + "/upload")
                .file("file", (leaf.pem() + leaf.key()).getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .param("name", "from-file")
                .with(OPERATOR)
                .with(csrf()));
        assertThat(done.getStatus()).as(done.getContentAsString()).isEqualTo(302);
        assertThat(folder.has("from-file")).isTrue();
    }

    @Test
    void a_fault_stands_beside_its_field_the_certificate_stays_and_key_and_password_never_come_back() throws Exception {
        TestPki.Signed leaf = PKI.leaf("mail.example");
        TestPki.Signed other = PKI.leaf("other.example");
        MockHttpServletResponse refused = answer(multipart(PAGE + "/upload")
                .param("name", "gateway")
                .param("certificate", leaf.pem() + other.key())
                .param("privateKey", leaf.key())
                .param("password", "my-s3cret")
                .with(OPERATOR)
                .with(csrf()));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("href=\"#privateKey\"", "id=\"privateKey-error\"", "2 private keys were given")
                .contains(
                        "value=\"gateway\"",
                        "-----BEGIN CERTIFICATE-----",
                        leaf.pem().substring(40, 90))
                .doesNotContain(
                        "PRIVATE KEY-----",
                        "my-s3cret",
                        leaf.key().substring(40, 90),
                        other.key().substring(40, 90));
        assertThat(folder.names()).isEmpty();
        assertThat(log.all()).isEmpty();
    }

    @Test
    void faults_of_the_generate_form_stand_beside_their_fields_and_what_was_typed_stays() throws Exception {
        MockHttpServletResponse refused = answer(post(PAGE + "/generate")
                .param("name", "made")
                .param("key", "RSA_3072")
                .param("commonName", "not a host")
                .param("names", "a.example")
                .param("organisation", "Example Ltd")
                .param("days", "4000")
                .with(OPERATOR)
                .with(csrf()));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("href=\"#commonName\"", "href=\"#days\"", "not a host is not a host name")
                .contains("value=\"4000\"", "value=\"Example Ltd\"")
                .containsPattern("value=\"RSA_3072\"[^>]*selected");
    }

    @Test
    void one_in_use_is_not_deleted_and_the_page_says_where() throws Exception {
        generate("gateway", "365");
        Policy now = POLICY.get();
        POLICY.set(now.with(new DestinationControls(
                now.destinationControls().defaultProfile(),
                List.of(),
                new DestinationControls.Global("gateway", false))));
        assertThat(answer(get(PAGE).with(READER)).getContentAsString()).contains("Global Settings, as client");
        var refused = mvc.perform(
                        post(PAGE + "/details/gateway/delete").with(OPERATOR).with(csrf()))
                .andReturn();
        assertThat(String.valueOf(refused.getFlashMap().get("problem"))).contains("was not deleted", "Global Settings");
        assertThat(folder.has("gateway")).isTrue();

        POLICY.set(now);
        answer(post(PAGE + "/details/gateway/delete").with(OPERATOR).with(csrf()));
        assertThat(folder.has("gateway")).isFalse();
    }

    @Test
    void a_reader_looks_and_changes_nothing() throws Exception {
        generate("gateway", "365");
        assertThat(answer(get(PAGE).with(READER)).getContentAsString())
                .contains("gateway")
                .doesNotContain("/upload", "/generate");
        assertThat(answer(get(PAGE + "/details/gateway").with(READER)).getContentAsString())
                .doesNotContain("/replace", "href=\"#delete\"", "request.csr");
        for (String path : List.of("/upload", "/generate", "/details/gateway/replace", "/details/gateway/delete")) {
            assertThat(answer(post(PAGE + path).with(READER).with(csrf())).getStatus())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(answer(get(PAGE + "/details/gateway/request.csr").with(READER))
                        .getStatus())
                .isEqualTo(403);
    }

    @Test
    void what_is_not_there_is_not_found() throws Exception {
        for (String path : List.of("/details/lost", "/details/lost/replace", "/details/lost/certificate.pem")) {
            assertThat(answer(get(PAGE + path).with(OPERATOR)).getStatus())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void scripts_get_the_same_list() throws Exception {
        generate("gateway", "20");
        String json = answer(get("/api/v1/certificates").with(READER)).getContentAsString();
        assertThat(json)
                .contains("\"name\":\"gateway\"", "\"daysLeft\":19", "\"validity\":\"SOON\"", "\"key\":\"EC 256\"")
                .contains("IN TLSA 3 1 1 ")
                .doesNotContain("PRIVATE");
    }

    private void generate(String name, String days) throws Exception {
        MockHttpServletResponse done = answer(post(PAGE + "/generate")
                .param("name", name)
                .param("key", "EC_P256")
                .param("commonName", "mail.example")
                .param("names", "")
                .param("organisation", "")
                .param("days", days)
                .with(OPERATOR)
                .with(csrf()));
        assertThat(done.getStatus()).as(done.getContentAsString()).isEqualTo(302);
    }

    private MockHttpServletResponse answer(RequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }
}
