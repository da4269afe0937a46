package org.danegate.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.Danegate;
import org.danegate.OwnPolicy;
import org.danegate.access.GivenPassword;
import org.danegate.access.Role;
import org.danegate.access.Users;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.credentials.OutgoingProfiles;
import org.danegate.credentials.SmtpUser;
import org.danegate.credentials.SmtpUsers;
import org.danegate.listener.SmtpListeners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Sends rubbish in each field of each form of the running console, in both languages. Whatever is sent, the answer is
/// a page that says at the field what is wrong, in the reader's language, and keeps the typed text.
@SpringBootTest(
        classes = Danegate.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "danegate.admin-password=" + RubbishInFormsTest.PASSWORD)
@DirtiesContext
class RubbishInFormsTest {

    static final String PASSWORD = "correct horse battery";

    private static final String SCRIPT = "<script>alert('1')</script>\"&";
    private static final Map<String, String> RUBBISH = rubbish();

    /// The rooms whose forms their own tests judge.

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        OwnPolicy.in(folder, ConsoleForms.POLICY, properties);
    }

    @LocalServerPort
    int port;

    @Autowired
    WorkingPolicy working;

    @Autowired
    DestinationEdits edits;

    @Autowired
    Users users;

    @Autowired
    SmtpUsers senders;

    @Autowired
    OutgoingProfiles profiles;

    @Autowired
    SmtpListeners listeners;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private final EnglishTexts english = new EnglishTexts();

    private static Map<String, String> rubbish() {
        Map<String, String> rubbish = new LinkedHashMap<>();
        rubbish.put("empty", "");
        rubbish.put("long", "x".repeat(5000));
        rubbish.put("letters", "twelve");
        rubbish.put("negative", "-1");
        rubbish.put("large", "99999999999999999999");
        rubbish.put("control", "a\u0001b\u0000c");
        rubbish.put("script", SCRIPT);
        return rubbish;
    }

    @BeforeEach
    @AfterEach
    void as_it_was() {
        working.abandon(null, "test");
        if (users.find("someone").isEmpty()) {
            users.add("someone", GivenPassword.lasting("battery staple horse"), Role.OPERATOR, "test");
        }
        if (senders.find("some-app").isEmpty()) {
            senders.add("some-app", new SmtpUser.Terms(List.of("ALL"), null, null, true), "", "test");
        }
        if (profiles.find("some-profile").isEmpty()) {
            profiles.add("some-profile", "relay", "any", "", "test");
        }
    }

    @Test
    void every_route_that_takes_a_form_is_in_a_table() {
        Set<String> routes = mappings.getHandlerMethods().keySet().stream()
                .filter(m -> m.getMethodsCondition().getMethods().contains(RequestMethod.POST))
                .flatMap(m -> m.getPatternValues().stream())
                .filter(p -> !p.startsWith("/api/"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = new TreeSet<>(ConsoleForms.WITHOUT_FIELDS.keySet());
        ConsoleForms.FORMS.forEach(f -> known.add(f.route()));

        assertThat(known)
                .as("routes: add a new one to ConsoleForms, with its form or with the reason why it has none")
                .isEqualTo(routes);
    }

    @TestFactory
    Stream<DynamicTest> rubbish_is_refused_beside_its_field_and_kept() throws Exception {
        prepare();
        return Stream.of("en", "es").flatMap(language -> {
            ConsoleBrowser browser = new ConsoleBrowser(port, language);
            browser.signIn("admin", PASSWORD);
            return ConsoleForms.FORMS.stream()
                    .map(f -> DynamicTest.dynamicTest(
                            language + " " + f.address(), () -> submitRubbish(f, browser, language)));
        });
    }

    @Test
    void a_file_that_is_too_large_is_told_beside_its_field() throws Exception {
        prepare();
        ConsoleBrowser browser = new ConsoleBrowser(port, "es");
        browser.signIn("admin", PASSWORD);
        for (String address : List.of(
                "/mail-policies/destinations/import",
                "/network/certificates/upload",
                "/network/certificates/details/gateway/replace",
                "/system/configuration-file/validate")) {
            for (int size : List.of(11 << 20, 25 << 20)) {
                ShownPage.Form form = form(browser.get(address).page(), address);
                ConsoleBrowser.Answer answer =
                        browser.post(form, sent(form, Map.of()), new ConsoleBrowser.File("file", new byte[size]));
                assertThat(answer.status()).as(address + " " + size).isEqualTo(303);
                assertThat(browser.get(answer.location()).page().faultsOf("file"))
                        .as(address + " " + size)
                        .singleElement()
                        .asString()
                        .contains("10MB");
            }
        }
    }

    @Test
    void a_form_of_a_listener_that_is_gone_keeps_what_was_typed_and_asks_for_another() {
        ConsoleBrowser browser = new ConsoleBrowser(port, "es");
        browser.signIn("admin", PASSWORD);
        ShownPage.Form form = form(browser.get("/mail-policies/hat/new").page(), "/mail-policies/hat/new");
        ConsoleBrowser.Answer answer =
                browser.post(form, sent(form, Map.of("listener", "Renamed", "name", "MINE", "senders", "192.0.2.1")));

        assertThat(answer.status()).isEqualTo(409);
        ShownPage page = answer.page();
        assertThat(page.faultsOf("listener")).singleElement().asString().contains("Renamed");
        ShownPage.Form again = form(page, "/mail-policies/hat/new");
        assertThat(again.fields().get("name").values()).containsExactly("MINE");
        assertThat(browser.post(again, sent(again, Map.of("policy", "RELAYED"))).status())
                .isEqualTo(302);
    }

    @Test
    void error_pages_say_in_spanish_what_to_do() {
        ConsoleBrowser browser = new ConsoleBrowser(port, "es");
        browser.signIn("admin", PASSWORD);
        ShownPage.Form unknown = new ShownPage.Form("/mail-policies/hat?_csrf=none", false, Map.of());
        Map<Integer, ConsoleBrowser.Answer> answers = Map.of(
                404, browser.get("/nowhere"),
                405, browser.get("/commit/without-dane"),
                400, browser.post(new ShownPage.Form("/mail-policies/destinations/global", false, Map.of()), Map.of()),
                403, browser.post(unknown, Map.of("_csrf", List.of("none"))));
        answers.forEach((status, answer) -> {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.page().texts())
                    .filteredOn(t -> english.isEnglish(t, ""))
                    .isEmpty();
            assertThat(answer.body()).contains("Ir a Estado de entrega");
        });
    }

    private void prepare() throws Exception {
        ConsoleBrowser browser = new ConsoleBrowser(port, "en");
        browser.signIn("admin", PASSWORD);
        ShownPage.Form generate =
                form(browser.get("/network/certificates/generate").page(), "/network/certificates/generate");
        Map<String, List<String>> values = sent(generate, Map.of("name", "gateway"));
        if (browser.get("/network/certificates/details/gateway").status() == 404) {
            assertThat(browser.post(generate, values).status()).isEqualTo(302);
        }
        String keys = "/mail-policies/signing-keys";
        ShownPage.Form key = form(browser.get(keys + "/generate").page(), keys + "/generate");
        if (browser.get(keys + "/details/main").status() == 404) {
            assertThat(browser.post(key, sent(key, Map.of("name", "main"))).status())
                    .isEqualTo(302);
        }
        send("a@held.example");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> browser.get("/monitor/delivery-status/held.example")
                        .page()
                        .form("/monitor/delivery-queue/destinations/held.example/redirect")
                        .isPresent());
    }

    private void submitRubbish(ConsoleForms.Form f, ConsoleBrowser browser, String language) {
        List<String> faults = new ArrayList<>();
        ShownPage.Form form = opened(f, browser);
        for (ShownPage.Field field : form.fields().values()) {
            if (field.name().equals("_csrf") || field.kind().equals("file") || f.leaves(field.name())) {
                continue;
            }
            for (Map.Entry<String, String> rubbish : RUBBISH.entrySet()) {
                if ((language.equals("en") || !field.typed())
                        && !Set.of("letters", "script").contains(rubbish.getKey())) {
                    continue; // Judged alike in both languages; Spanish is where a sentence may be missing.
                }
                if (f.leaves(ConsoleForms.GOOD) && f.takes(field.name(), rubbish.getKey())) {
                    continue;
                }
                Map<String, List<String>> values = sent(form, f.good());
                values.put(field.name(), List.of(rubbish.getValue()));
                Submission s = new Submission(f, field, rubbish.getKey(), rubbish.getValue(), values);
                ConsoleBrowser.Answer answer = browser.post(form, values);
                faults.addAll(judge(s, answer, browser, language));
                form = answer.status() == 422 ? form : opened(f, browser);
            }
            Map<String, List<String>> values = sent(form, f.good());
            values.remove(field.name());
            ConsoleBrowser.Answer answer = browser.post(form, values);
            faults.addAll(judge(new Submission(f, field, "missing", "", values), answer, browser, language));
            form = answer.status() == 422 ? form : opened(f, browser);
        }
        if (!f.leaves(ConsoleForms.GOOD)) {
            ConsoleBrowser.Answer good = browser.post(form, sent(form, f.good()));
            if (good.status() != 302 && good.status() != 200) {
                faults.add("good values: status " + good.status() + good.page().faults());
            }
            if (good.status() == 302) {
                browser.get(good.location());
            }
        }
        assertThat(faults).as(language + " " + f.address()).isEmpty();
    }

    private ShownPage.Form opened(ConsoleForms.Form f, ConsoleBrowser browser) {
        working.abandon(null, "test");
        return form(f.open(browser, new ConsoleForms.Copy(working, edits)), f.address());
    }

    /// What was sent.
    private record Submission(
            ConsoleForms.Form form,
            ShownPage.Field field,
            String kind,
            String value,
            Map<String, List<String>> values) {

        String title() {
            return field.name() + " (" + field.kind() + ") " + kind;
        }
    }

    private List<String> judge(Submission s, ConsoleBrowser.Answer answer, ConsoleBrowser browser, String language) {
        List<String> faults = new ArrayList<>();
        if (answer.status() == 302 && s.form().takes(s.field().name(), s.kind())) {
            return english(s, browser.get(answer.location()).page(), language);
        }
        if (answer.status() == 200 && s.form().takes(s.field().name(), s.kind())) {
            return english(s, answer.page(), language);
        }
        boolean hidden = s.field().kind().equals("hidden");
        if (hidden && Set.of(302, 400, 409, 422).contains(answer.status())) {
            // What another administrator did meanwhile is said by the tests of the working copy.
            return answer.status() != 400 && !s.kind().equals("letters")
                    ? List.of()
                    : english(s, answer.page(), language);
        }
        ShownPage page = s.form().isDialog() && answer.status() == 302
                ? browser.get(answer.location()).page()
                : answer.page();
        if (answer.status() != (s.form().isDialog() ? 302 : 422)) {
            faults.add(s.title() + ": status " + answer.status() + " " + answer.location());
            return faults;
        }
        if (answer.body().contains(SCRIPT.substring(0, 8) + "alert")) {
            faults.add(s.title() + ": not escaped");
        }
        ShownPage.Form form = page.form(s.form().address()).orElse(null);
        if (form == null) {
            faults.add(s.title() + ": no form on the page");
            return faults;
        }
        if (page.faultsOf(s.field().name()).isEmpty()) {
            faults.add(s.title() + ": nothing beside the field");
        }
        faults.addAll(lost(s, form));
        faults.addAll(english(s, page, language));
        return faults;
    }

    private static List<String> lost(Submission s, ShownPage.Form form) {
        List<String> faults = new ArrayList<>();
        s.values().forEach((name, values) -> {
            ShownPage.Field shown = form.fields().get(name);
            boolean own = name.equals(s.field().name());
            if (shown != null
                    && (shown.typed()
                            || !own && Set.of("select", "radio", "checkbox").contains(shown.kind()))
                    && !(own && s.kind().equals("control"))
                    && !s.form().forgets(name)
                    && !shown.values().equals(values)) {
                faults.add(s.title() + ": " + name + " was " + values + " and is " + shown.values());
            }
        });
        return faults;
    }

    private List<String> english(Submission s, ShownPage page, String language) {
        // What is wrong in a policy file is said by the tests of its reader.
        return language.equals("en") || s.form().address().startsWith("/system/configuration-file")
                ? List.of()
                : page.texts().stream()
                        .filter(t -> english.isEnglish(t, s.value()))
                        .map(t -> s.title() + ": English: " + t)
                        .toList();
    }

    private static ShownPage.Form form(ShownPage page, String address) {
        return page.form(address).orElseThrow(() -> new AssertionError("no form to " + address + " in " + page.html()));
    }

    /// What a browser would send of a form that was filled in.
    private static Map<String, List<String>> sent(ShownPage.Form form, Map<String, String> filled) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        form.fields().values().forEach(f -> {
            if (!f.kind().equals("file") && !f.values().isEmpty()) {
                values.put(f.name(), f.values());
            }
        });
        filled.forEach((name, value) -> values.put(name, List.of(value)));
        return values;
    }

    private void send(String to) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put(
                "mail.smtp.port", listeners.ports().values().iterator().next().toString());
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("sender@ok.example"));
        message.setRecipients(Message.RecipientType.TO, to);
        message.setSubject("Hello");
        message.setText("Hello\r\n");
        Transport.send(message);
    }
}
