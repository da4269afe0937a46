package org.danegate.tagging.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.danegate.OwnPlace;
import org.danegate.access.UserAccount;
import org.danegate.console.MenuEntry;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.ThisNode;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.seal.Seal;
import org.danegate.tagging.BounceVerification;
import org.danegate.tagging.PurgeChoice;
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
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// Page and API with the real filters, template and database.
@SpringBootTest(classes = BounceVerificationPageTest.Rooms.class)
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
class BounceVerificationPageTest {

    private static final String PAGE = "/mail-policies/bounce-verification";
    private static final String API = "/api/v1/bounce-verification";
    private static final RequestPostProcessor ADMIN = user("admin").roles("ADMINISTRATOR");
    private static final RequestPostProcessor READER = user("reader").roles("READ_ONLY_OPERATOR");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = {UserAccount.class, BounceVerification.class})
    @EnableJpaRepositories(basePackageClasses = {UserAccount.class, BounceVerification.class})
    @ComponentScan(
            basePackageClasses = {UserAccount.class, MenuEntry.class, ThisNode.class, BounceVerification.class},
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
                    return new Revision(1, Policy.defaults());
                }

                @Override
                public void onCommit(Consumer<Revision> reader) {}
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
    private JdbcTemplate database;

    @Autowired
    private BounceVerification verification;

    @Autowired
    private Log log;

    @BeforeEach
    void one_key() {
        while (verification.keys().size() > 1) {
            verification.purge(PurgeChoice.ALL, "test");
        }
        if (verification.keys().isEmpty()) {
            verification.newKey("test");
        }
        log.all().clear();
    }

    private String body(MockHttpServletRequestBuilder request, RequestPostProcessor who) throws Exception {
        return mvc.perform(request.with(who))
                .andExpect(status().is2xxSuccessful())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    @Test
    void the_page_lists_the_keys_and_lets_administrators_change_them() throws Exception {
        assertThat(body(get(PAGE), ADMIN))
                .contains("Key " + verification.keys().getFirst().number())
                .contains("Signs and verifies")
                .doesNotContain("Verifies only")
                .contains("New Key")
                .contains("Not used in three months")
                .contains("No destination has address tagging on");
    }

    @Test
    void a_read_only_operator_sees_the_keys_and_no_buttons_and_is_refused_changes() throws Exception {
        assertThat(body(get(PAGE), READER))
                .contains("Signs and verifies")
                .doesNotContain("<button class=\"btn btn-primary\">New Key")
                .doesNotContain("Keys to purge");
        for (String path : List.of(PAGE + "/new-key", PAGE + "/purge?choice=ALL", API + "/keys", API + "/purge")) {
            mvc.perform(post(path).with(READER).with(csrf())).andExpect(status().isForbidden());
        }
        assertThat(verification.keys()).hasSize(1);
    }

    @Test
    void new_key_and_purge_act_at_once_and_are_audited() throws Exception {
        mvc.perform(post(PAGE + "/new-key").with(ADMIN)).andExpect(status().isForbidden());
        mvc.perform(post(PAGE + "/new-key").with(ADMIN).with(csrf())).andExpect(redirectedUrl(PAGE));
        assertThat(body(get(PAGE), ADMIN))
                .containsOnlyOnce("Signs and verifies")
                .containsOnlyOnce("Verifies only")
                .contains("last used");
        mvc.perform(post(PAGE + "/purge").param("choice", "ALL").with(ADMIN).with(csrf()))
                .andExpect(redirectedUrl(PAGE));
        assertThat(verification.keys()).hasSize(1);
        assertThat(log.all())
                .filteredOn(DeliveryEvent.AdministratorActed.class::isInstance)
                .map(DeliveryEvent.AdministratorActed.class::cast)
                .filteredOn(e -> !e.action().startsWith("was refused"))
                .extracting(DeliveryEvent.AdministratorActed::user)
                .containsExactly("admin", "admin");
    }

    @Test
    void scripts_list_make_and_purge_keys() throws Exception {
        mvc.perform(post(API + "/keys").with(ADMIN).with(csrf()))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.number").isNumber());
        mvc.perform(get(API + "/keys").with(READER))
                .andExpect(jsonPath("$.length()").value(2));
        mvc.perform(post(API + "/purge")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"unused\": \"ALL\"}")
                        .with(ADMIN)
                        .with(csrf()))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.purged").value(1));
        for (String wrong : List.of("{}", "{\"unused\": \"TOMORROW\"}")) {
            mvc.perform(post(API + "/purge")
                            .contentType(MediaType.APPLICATION_JSON)
                            .content(wrong)
                            .with(ADMIN)
                            .with(csrf()))
                    .andExpect(status().isBadRequest());
        }
    }

    @Test
    void an_eleventh_key_is_a_conflict() throws Exception {
        while (verification.keys().size() < 10) {
            verification.newKey("test");
        }
        mvc.perform(post(API + "/keys").with(ADMIN).with(csrf())).andExpect(status().isConflict());
        var answer = mvc.perform(post(PAGE + "/new-key").with(ADMIN).with(csrf()))
                .andExpect(redirectedUrl(PAGE))
                .andReturn();
        assertThat(String.valueOf(answer.getFlashMap().get("problem"))).contains("Purge previous keys first");
    }

    @Test
    void no_answer_and_no_event_holds_a_secret() throws Exception {
        String all = body(post(API + "/keys").with(csrf()), ADMIN)
                + body(get(API + "/keys"), ADMIN)
                + body(get(PAGE), ADMIN)
                + log.all();
        List<String> secrets = database.queryForList("select secret from bounce_verification_key", String.class);
        assertThat(secrets).hasSize(2).allMatch(Seal::isSealed);
        assertThat(secrets).allSatisfy(secret -> assertThat(all).doesNotContainIgnoringCase(secret));
        assertThat(all).doesNotContain("secret");
    }
}
