package org.danegate.credentials.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.danegate.OwnPlace;
import org.danegate.access.UserAccount;
import org.danegate.console.MenuEntry;
import org.danegate.credentials.OutgoingProfiles;
import org.danegate.credentials.SenderLogins;
import org.danegate.credentials.SmtpUser;
import org.danegate.credentials.SmtpUsers;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.ThisNode;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.seal.Seal;
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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// SMTP Users and Outgoing SMTP Authentication with the real filters, templates and database.
@SpringBootTest(classes = CredentialsPagesTest.Rooms.class)
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
class CredentialsPagesTest {

    private static final String USERS = "/mail-policies/smtp-users";
    private static final String PROFILES = "/network/outgoing-smtp-authentication";
    private static final RequestPostProcessor ADMIN = user("admin").roles("ADMINISTRATOR");
    private static final RequestPostProcessor READER = user("reader").roles("READ_ONLY_OPERATOR");
    private static final String SECRET = "of the mail provider";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = {UserAccount.class, SmtpUsers.class})
    @EnableJpaRepositories(basePackageClasses = {UserAccount.class, SmtpUsers.class})
    @ComponentScan(
            basePackageClasses = {UserAccount.class, MenuEntry.class, ThisNode.class, SmtpUsers.class},
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test.*"))
    static class Rooms {

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        Log log() {
            return new Log(new CopyOnWriteArrayList<>());
        }

        @Bean
        CommittedPolicy committed() {
            return new CommittedPolicy() {
                @Override
                public Revision current() {
                    return new Revision(1, POLICY);
                }

                @Override
                public void onCommit(Consumer<Revision> reader) {}
            };
        }
    }

    private static final Policy POLICY = PolicyFile.readUnchecked(
            "smtpRoutes: [ { domain: ALL, hosts: [ { host: '[smarthost.example]' } ], authentication: used } ]");

    record Log(List<DeliveryEvent> all) implements DeliveryEvents {
        @Override
        public void publish(DeliveryEvent event) {
            all.add(event);
        }
    }

    @Autowired
    private MockMvc mvc;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private SmtpUsers users;

    @Autowired
    private OutgoingProfiles profiles;

    @Autowired
    private Log log;

    @BeforeEach
    void none() {
        users.all().forEach(one -> users.delete(one.name(), "test"));
        database.update("delete from outgoing_login");
        log.all().clear();
    }

    private String page(String path, RequestPostProcessor who) throws Exception {
        return mvc.perform(get(path).with(who))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private ResultActions send(String path, String... fields) throws Exception {
        var request = post(path).with(ADMIN).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request);
    }

    @Test
    void a_random_password_is_shown_once_and_works_until_another_one_is_set() throws Exception {
        Object shown = send(USERS + "/new", "name", "app", "senders", "@example.com", "enabled", "true")
                .andExpect(redirectedUrl(USERS))
                .andExpect(flash().attributeExists("newPassword"))
                .andReturn()
                .getFlashMap()
                .get("newPassword");
        String password = String.valueOf(shown);
        assertThat(password).matches("([a-z2-9]{4}-){6}[a-z2-9]{4}");
        assertThat(mvc.perform(get(USERS)
                                .with(ADMIN)
                                .flashAttr("newPassword", password)
                                .flashAttr("newPasswordOf", "app"))
                        .andReturn()
                        .getResponse()
                        .getContentAsString())
                .contains(password);
        assertThat(page(USERS, ADMIN)).contains("app").doesNotContain(password);
        SenderLogins.Candidate candidate = users.candidate("APP");
        assertThat(candidate.user()).map(SmtpUser::name).contains("app");
        assertThat(candidate.keys().fit(password)).isTrue();
        assertThat(stored()).startsWith("sealed:").doesNotContain(password);

        send(USERS + "/password/app", "password", "three plain horses").andExpect(redirectedUrl(USERS));
        assertThat(users.candidate("app").keys().fit(password)).isFalse();
        assertThat(users.candidate("app").keys().fit("three plain horses")).isTrue();
        assertThat(log.all().toString()).contains("added SMTP user app").doesNotContain("three plain", password);
    }

    private String stored() {
        return String.valueOf(database.queryForObject("select secret from smtp_user", String.class));
    }

    @Test
    void what_is_out_of_bounds_is_refused_beside_its_field_and_nothing_typed_is_lost() throws Exception {
        String[][] wrong = {
            {"name", "Upper Case", "lower-case letters"},
            {"senders", "nobody", "@domain"},
            {"senders", "", "at least one"},
            {"recipients", "many", "between 1 and"},
            {"recipients", "0", "between 1 and"},
            {"expires", "tomorrow", "a date such as"},
            {"expires", "2027-02-30", "a date such as"},
            {"password", "short", "12 to 128"},
            {"password", "contraseña larga", "ASCII"},
            {"password", "password12345", "easily guessed"},
            {"password", "the password of app", "must not contain"},
            {"enabled", "perhaps", "Choose one of the states"},
        };
        for (String[] one : wrong) {
            var request = post(USERS + "/new").with(ADMIN).with(csrf());
            for (String[] good : new String[][] {
                {"name", "app"}, {"senders", "@kept.example"}, {"enabled", "true"}, {"recipients", "77"}
            }) {
                if (!good[0].equals(one[0])) {
                    request.param(good[0], good[1]);
                }
            }
            String answer = mvc.perform(request.param(one[0], one[1]))
                    .andExpect(status().isUnprocessableContent())
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
            assertThat(answer).as("%s=%s", one[0], one[1]).contains(one[2]).contains("id=\"" + one[0] + "-error\"");
            assertThat(answer).contains(one[0].equals("senders") ? "value=\"77\"" : "@kept.example");
        }
        assertThat(users.all()).isEmpty();
    }

    @Test
    void a_user_is_changed_expires_and_is_deleted() throws Exception {
        send(USERS + "/new", "name", "app", "senders", "a@example.com", "enabled", "true");
        send(USERS + "/new", "name", "app", "senders", "ALL", "enabled", "true")
                .andExpect(status().isUnprocessableContent());
        send(
                        USERS + "/edit/app",
                        "senders",
                        "@example.com\n@.example.org",
                        "recipients",
                        "50",
                        "expires",
                        "2020-01-31",
                        "enabled",
                        "true")
                .andExpect(redirectedUrl(USERS));
        SmtpUser user = users.find("app").orElseThrow();
        assertThat(user.state(LocalDate.of(2020, 1, 31))).isEqualTo(SmtpUser.State.ACTIVE);
        assertThat(user.state(LocalDate.of(2020, 2, 1))).isEqualTo(SmtpUser.State.EXPIRED);
        assertThat(user.maySendAs("x@example.com")).isTrue();
        assertThat(user.maySendAs("x@sub.example.org")).isTrue();
        assertThat(user.maySendAs("x@example.org")).isFalse();
        assertThat(user.maySendAs("x@notexample.com")).isFalse();
        assertThat(page(USERS, ADMIN)).contains("Expired").contains("2020-01-31");
        assertThat(page(USERS + "/edit/app", ADMIN)).contains("@.example.org").contains("value=\"50\"");
        send(USERS + "/delete/app").andExpect(redirectedUrl(USERS));
        assertThat(users.candidate("app").user()).isEmpty();
        send(USERS + "/delete/app").andExpect(flash().attributeExists("problem"));
    }

    @Test
    void a_name_that_nobody_has_gets_the_same_made_up_salt_each_time() {
        assertThat(users.candidate("nobody").keys())
                .isEqualTo(users.candidate("Nobody").keys());
        assertThat(users.candidate("nobody").keys().salt()).hasSize(16);
        assertThat(users.candidate("nobody").keys())
                .isNotEqualTo(users.candidate("somebody").keys());
        assertThat(users.candidate("nobody").user()).isEmpty();
    }

    @Test
    void a_profile_keeps_its_password_sealed_and_shows_it_to_nobody() throws Exception {
        send(PROFILES + "/new", "name", "used", "user", "relay@example.com", "password", SECRET, "serverKey", "")
                .andExpect(redirectedUrl(PROFILES));
        assertThat(page(PROFILES, ADMIN))
                .contains("relay@example.com")
                .contains("ALL")
                .doesNotContain(SECRET);
        assertThat(page(PROFILES + "/edit/used", ADMIN)).doesNotContain(SECRET);
        String sealed = String.valueOf(database.queryForObject("select password from outgoing_login", String.class));
        assertThat(Seal.isSealed(sealed)).isTrue();
        assertThat(profiles.login("used").orElseThrow().login().password()).isEqualTo(SECRET);
        assertThat(profiles.names()).containsExactly("used");

        send(PROFILES + "/edit/used", "user", "other", "password", "", "serverKey", "AB:".repeat(31) + "AB")
                .andExpect(redirectedUrl(PROFILES));
        assertThat(profiles.login("used").orElseThrow().login().password()).isEqualTo(SECRET);
        assertThat(profiles.login("used").orElseThrow().serverKey()).isEqualTo("ab".repeat(32));
        send(PROFILES + "/delete/used").andExpect(flash().attributeExists("problem"));
        send(PROFILES + "/new", "name", "free", "user", "u", "password", "p").andExpect(redirectedUrl(PROFILES));
        send(PROFILES + "/delete/free").andExpect(flash().attributeExists("message"));
        assertThat(log.all().toString())
                .contains("added outgoing SMTP authentication profile used")
                .doesNotContain(SECRET);
        for (String[] wrong : new String[][] {{"name", "a b"}, {"user", ""}, {"password", ""}, {"serverKey", "xyz"}}) {
            var request = post(PROFILES + "/new").with(ADMIN).with(csrf());
            for (String field : List.of("name", "user", "password")) {
                if (!field.equals(wrong[0])) {
                    request.param(field, "good");
                }
            }
            assertThat(mvc.perform(request.param(wrong[0], wrong[1]))
                            .andExpect(status().isUnprocessableContent())
                            .andReturn()
                            .getResponse()
                            .getContentAsString())
                    .contains("id=\"" + wrong[0] + "-error\"");
        }
    }

    @Test
    void who_only_reads_sees_no_buttons_and_changes_nothing() throws Exception {
        send(USERS + "/new", "name", "app", "senders", "ALL", "enabled", "true");
        assertThat(page(USERS, READER)).contains("app").doesNotContain("Add SMTP User", "New Password");
        for (String path : List.of(
                USERS + "/new",
                USERS + "/edit/app",
                USERS + "/password/app",
                USERS + "/delete/app",
                PROFILES + "/new")) {
            mvc.perform(post(path).with(READER).with(csrf())).andExpect(status().isForbidden());
        }
        assertThat(users.all()).hasSize(1);
    }
}
