package org.danegate.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.jayway.jsonpath.JsonPath;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.danegate.Danegate;
import org.danegate.config.WorkingPolicy;
import org.danegate.dkim.DkimOracle;
import org.danegate.listener.SmtpListeners;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// An administrator turns DKIM on: keys, a profile, the record and its test, the commit, signed mail, a rotation. DNS,
/// receiver and verifiers are real.
@SpringBootTest(classes = Danegate.class)
@AutoConfigureMockMvc
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class SigningStoryTest {

    private static final RequestPostProcessor ADMIN = user("admin").roles("ADMINISTRATOR");
    private static final RequestPostProcessor READER = user("reader").roles("READ_ONLY_OPERATOR");
    private static final String KEYS = "/mail-policies/signing-keys";
    private static final String SENDER = "sender.practice";

    private static final Duration SOON = Duration.ofSeconds(30);

    private static PracticeNetwork network;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private SmtpListeners listeners;

    @Autowired
    private WorkingPolicy working;

    @TempDir
    static Path folder;

    @TempDir
    Path messages;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) throws IOException {
        network = PracticeServer.start(properties, folder);
        network.tree().zone(SENDER);
    }

    @AfterAll
    static void stop() throws IOException {
        network.close();
    }

    @Test
    @Order(1)
    @Tag("G-30")
    void keys_are_generated_and_pasted_and_never_shown() throws Exception {
        assertThat(submit(KEYS + "/generate", "name", "main", "kind", "RSA_2048")
                        .getRedirectedUrl())
                .isEqualTo(KEYS + "/details/main");
        submit(KEYS + "/generate", "name", "own", "kind", "RSA_2048");
        String seed = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
        assertThat(submit(KEYS + "/paste", "name", "ed", "privateKey", seed).getStatus())
                .isEqualTo(302);
        MockHttpServletResponse twice = submit(KEYS + "/paste", "name", "ed", "privateKey", seed);
        assertThat(twice.getStatus()).isEqualTo(422);
        assertThat(twice.getContentAsString())
                .contains("There is a signing key named ed already")
                .doesNotContain(seed);
        assertThat(submit(KEYS + "/paste", "name", "x", "privateKey", "rubbish").getContentAsString())
                .contains("This is no private key")
                .doesNotContain("rubbish");

        assertThat(page(KEYS)).contains("main", "RSA 2048", "Ed25519", "Not used");
        assertThat(page(KEYS + "/details/ed?testing=true"))
                .contains("v=DKIM1; k=ed25519; t=y; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
                .doesNotContain(seed);
    }

    @Test
    @Order(2)
    @Tag("G-33")
    void a_profile_signs_only_by_choice_while_its_record_is_not_seen() throws Exception {
        long flow = working.section("mailFlowPolicies").version();
        assertThat(submit(
                                "/mail-policies/mail-flow-policies/0",
                                "name",
                                "RELAYED",
                                "behavior",
                                "RELAY",
                                "dkimSigning",
                                "true",
                                "version",
                                String.valueOf(flow))
                        .getStatus())
                .isEqualTo(302);
        assertThat(profile("Sender", SENDER, "ed").getContentAsString())
                .contains("The first key of a profile must be RSA");
        assertThat(profile("Own", "gate.practice", "own").getStatus()).isEqualTo(302);
        assertThat(profile("Sender", SENDER, "main").getRedirectedUrl()).isEqualTo("/mail-policies/signing-profiles");

        assertThat(page("/commit")).contains("has not been tested");
        assertThat(commit(false).getStatus()).isEqualTo(422);
        submit(KEYS + "/details/main/test");
        assertThat(page(KEYS + "/details/main")).contains("s1._domainkey.sender.practice", "Missing", "NXDOMAIN");
        assertThat(commit(false).getContentAsString()).contains("is not as receivers need it (Missing)");
    }

    @Test
    @Order(3)
    @Tag("G-31")
    @Tag("G-32")
    void a_record_that_is_published_as_shown_matches() throws Exception {
        publish("s1", "main");
        publish("e1", "ed");
        network.tree().zone("gate.practice").add("s1._domainkey.gate.practice", "TXT", pieces("own"));
        submit(KEYS + "/test");

        assertThat(page(KEYS + "/details/main")).contains("Published and matches", "SECURE");
        String api = answer(get("/api/v1/dkim/keys").with(READER)).getContentAsString();
        assertThat(JsonPath.<List<Boolean>>read(api, "$[?(@.name=='main')].uses[0].publication.published"))
                .containsExactly(true);
        assertThat(JsonPath.<List<String>>read(api, "$[?(@.name=='main')].uses[0].owner"))
                .containsExactly("s1._domainkey.sender.practice");
        assertThat(commit(false).getStatus()).isEqualTo(200);
    }

    @Test
    @Order(4)
    @Tag("G-01")
    @Tag("G-06")
    void the_receivers_octets_verify_with_the_published_records() throws Exception {
        send("bob@ok.practice");

        assertThat(verdict(received(1))).isEqualTo("dkimpy=ok,ok opendkim=ok,ok");
        assertThat(unfolded(received(1))).contains("d=sender.practice; s=s1;", "Received: from");
    }

    @Test
    @Order(5)
    @Tag("G-21")
    void a_bounce_of_this_host_is_signed_too() throws Exception {
        network.receiver("mx.ok.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().recipient("nobody@ok.practice", "550 5.1.1 no such user"));
        send("nobody@ok.practice");

        ReceivedMessage bounce = received(2);
        assertThat(bounce.text()).contains("From: Mail Delivery System").contains("d=gate.practice");
        assertThat(verdict(bounce)).isEqualTo("dkimpy=ok opendkim=ok");
    }

    @Test
    @Order(6)
    @Tag("G-34")
    void a_rotation_signs_with_the_new_key_from_its_day_and_keeps_the_old_record() throws Exception {
        assertThat(page(KEYS + "/details/main/rotate?profile=Sender")).contains("main-20");
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        long version = working.section("dkim").version();
        assertThat(rotate("s1", today, version).getContentAsString()).contains("belongs to key");
        assertThat(page(KEYS)).as("a refused rotation leaves no key").doesNotContain("main-2");
        assertThat(rotate("s2", "2020-01-01", version).getContentAsString()).contains("The day is over");
        assertThat(rotate("s2", today, version).getRedirectedUrl()).isEqualTo(KEYS + "/details/main-2");
        publish("s2", "main-2");
        submit(KEYS + "/test");
        assertThat(commit(false).getStatus()).isEqualTo(200);
        assertThat(page(KEYS + "/details/main")).contains("replaced on " + today, "v=DKIM1; p=", "Finish Rotation");
        send("bob@ok.practice");
        assertThat(unfolded(received(3))).contains("d=sender.practice; s=s2;").doesNotContain("s=s1;");
        assertThat(verdict(received(3))).isEqualTo("dkimpy=ok,ok opendkim=ok,ok");

        assertThat(submit(KEYS + "/details/main/delete").getRedirectedUrl()).isEqualTo(KEYS);
        assertThat(page(KEYS)).as("in use").contains(">main<");
        submit(KEYS + "/details/main/finish", "profile", "Sender");
        assertThat(commit(false).getStatus()).isEqualTo(200);
        submit(KEYS + "/details/main/delete");
        assertThat(page(KEYS)).doesNotContain(">main<").contains(">main-2<");
    }

    @Test
    @Order(7)
    @Tag("G-21")
    void an_alert_is_signed_too() throws Exception {
        submit(
                "/system/alert-recipients/new",
                "address",
                "ops@ok.practice",
                "severity",
                "CRITICAL",
                "version",
                String.valueOf(working.section("alerts").version()));
        assertThat(commit(false).getStatus()).isEqualTo(200);
        submit("/system/alerts/test");

        assertThat(network.inbox().awaitThat(all -> all.stream().anyMatch(SigningStoryTest::isAlert), SOON))
                .isTrue();
        ReceivedMessage alert = network.inbox().all().stream()
                .filter(SigningStoryTest::isAlert)
                .findFirst()
                .orElseThrow();
        assertThat(unfolded(alert)).contains("d=gate.practice; s=s1;");
        assertThat(verdict(alert)).isEqualTo("dkimpy=ok opendkim=ok");
    }

    private static boolean isAlert(ReceivedMessage message) {
        return message.text().contains("To: ops@ok.practice");
    }

    @Test
    @Order(8)
    @Tag("G-30")
    void private_keys_are_nowhere_but_in_their_files() throws Exception {
        Path keys = folder.resolve("data/dkim");
        List<String> secrets = new ArrayList<>();
        try (Stream<Path> files = Files.list(keys)) {
            for (Path file : files.toList()) {
                assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
                secrets.add(Files.readAllLines(file).get(1));
            }
        }
        assertThat(secrets).hasSize(3);
        String shown = page("/api/v1/policy")
                + page("/api/v1/policy/revisions")
                + page("/api/v1/dkim/keys")
                + page(KEYS + "/details/main-2")
                + page("/system/audit");
        assertThat(shown).contains("main-2").doesNotContain(secrets);
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(keys)) {
                    assertThat(content(file)).as(file.toString()).doesNotContain(secrets);
                }
            }
        }
    }

    /// The index of Message Tracking removes files as it merges them.
    private static String content(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (NoSuchFileException merged) {
            return "";
        }
    }

    private MockHttpServletResponse profile(String name, String domain, String key) throws Exception {
        boolean both = name.equals("Sender");
        return submit(
                "/mail-policies/signing-profiles/new",
                "name",
                name,
                "domain",
                domain,
                "enabled",
                "true",
                "selector",
                "s1",
                "key",
                key,
                "secondSelector",
                both ? "e1" : "",
                "secondKey",
                both ? "ed" : "",
                "version",
                String.valueOf(working.section("dkim").version()));
    }

    private MockHttpServletResponse rotate(String selector, String from, long version) throws Exception {
        return submit(
                KEYS + "/details/main/rotate",
                "profile",
                "Sender",
                "name",
                "main-2",
                "selector",
                selector,
                "from",
                from,
                "version",
                String.valueOf(version));
    }

    /// Publishes a key as its page shows it.
    private void publish(String selector, String key) throws Exception {
        PracticeZone zone = network.tree().zone(SENDER);
        zone.add(selector + "._domainkey." + SENDER, "TXT", pieces(key));
    }

    private String pieces(String key) throws Exception {
        String api = page("/api/v1/dkim/keys?check=false");
        String lines = JsonPath.<List<String>>read(api, "$[?(@.name=='" + key + "')].uses[0].zoneLines")
                .getFirst();
        return lines.replaceFirst("(?s)^.* IN TXT ", "")
                .replaceAll("[()\\n]", " ")
                .strip();
    }

    private String verdict(ReceivedMessage message) throws Exception {
        DkimOracle oracle = new DkimOracle(messages);
        String api = page("/api/v1/dkim/keys?check=false");
        List<String> owners = JsonPath.read(api, "$[*].uses[*].owner");
        List<String> records = JsonPath.read(api, "$[*].uses[*].publication.found[0]");
        for (int i = 0; i < owners.size(); i++) {
            oracle.with(owners.get(i), records.get(i));
        }
        return oracle.verdict(message.body());
    }

    private ReceivedMessage received(int count) throws InterruptedException {
        assertThat(network.inbox().await(count, SOON)).isTrue();
        return network.inbox().all().get(count - 1);
    }

    private static String unfolded(ReceivedMessage message) {
        return message.text().replaceAll("\r?\n[ \t]", " ");
    }

    private void send(String to) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put(
                "mail.smtp.port", listeners.ports().values().iterator().next().toString());
        properties.put("mail.smtp.from", "ana@ok.practice");
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("ana@" + SENDER));
        message.setRecipients(jakarta.mail.Message.RecipientType.TO, to);
        message.setSubject("Hello  there");
        message.setText("Gr\u00fc\u00dfe \t\r\n.\r\n\r\n", "utf-8");
        Transport.send(message);
    }

    private MockHttpServletResponse commit(boolean acknowledged) throws Exception {
        return answer(post("/api/v1/policy/commit")
                .contentType("application/json")
                .content("{\"comment\": \"signing\", \"acknowledged\": " + acknowledged + "}")
                .with(csrf())
                .with(ADMIN));
    }

    private MockHttpServletResponse submit(String address, String... parameters) throws Exception {
        MockHttpServletRequestBuilder request = post(address).with(csrf()).with(ADMIN);
        for (int i = 0; i < parameters.length; i += 2) {
            request = request.param(parameters[i], parameters[i + 1]);
        }
        return answer(request);
    }

    private String page(String address) throws Exception {
        return answer(get(address).with(ADMIN)).getContentAsString();
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }
}
