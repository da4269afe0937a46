package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.danegate.Danegate;
import org.danegate.access.ApiTokens;
import org.danegate.access.GivenPassword;
import org.danegate.access.NewToken;
import org.danegate.access.Role;
import org.danegate.access.SshKeys;
import org.danegate.access.TokenScope;
import org.danegate.access.Users;
import org.danegate.credentials.OutgoingProfiles;
import org.danegate.credentials.SmtpUser;
import org.danegate.credentials.SmtpUsers;
import org.danegate.peers.PostgresqlCluster;
import org.danegate.practice.PracticeNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The whole server on PostgreSQL: all migrations from the first on, and every page and address that only reads.
@SpringBootTest(classes = Danegate.class)
@AutoConfigureMockMvc
@DirtiesContext
@Timeout(600)
class PostgresqlTest {

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKgf87HBDeyFT6Klkdd3NM8QARAQN3a8QrcqKsdvl4uR ana@laptop";

    private static PracticeNetwork network;

    @TempDir
    static Path folder;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private DataSource database;

    @Autowired
    private Users users;

    @Autowired
    private ApiTokens tokens;

    @Autowired
    private SshKeys keys;

    @Autowired
    private SmtpUsers smtpUsers;

    @Autowired
    private OutgoingProfiles logins;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) throws Exception {
        PostgresqlCluster cluster = PostgresqlCluster.start();
        network = PracticeServer.start(properties, folder);
        Files.createDirectories(folder.resolve("data"));
        properties.add("spring.datasource.url", cluster::url);
        properties.add("spring.datasource.username", () -> "postgres");
    }

    @AfterAll
    static void stop() throws Exception {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void every_migration_runs_and_every_page_is_answered() throws Exception {
        JdbcTemplate rows = new JdbcTemplate(database);
        assertThat(rows.queryForList("select version from flyway_schema_history where success", String.class))
                .contains("1", "195", "196", "197", "200", "201", "208", "215");

        users.add("ana", GivenPassword.lasting("Only-looking-on-1"), Role.OPERATOR, "test");
        String token = tokens.create(
                "ana", new NewToken("script", Role.OPERATOR, Set.of(TokenScope.ADMIN), NewToken.USUAL_LIFE), "test");
        keys.add("ana", "laptop", KEY);
        LocalDate soon = LocalDate.now().plusDays(9);
        smtpUsers.add("app", new SmtpUser.Terms(List.of("@client.example"), 30, soon, true), "", "test");
        smtpUsers.change("app", new SmtpUser.Terms(List.of("ALL"), null, null, false), "test");
        logins.add("smarthost", "gateway", "Secret-of-the-route-1", "", "test");
        logins.change("smarthost", "gateway-2", "", "", "test");

        assertThat(page("/system/users")).contains("ana", "script");
        assertThat(page("/mail-policies/smtp-users")).contains("app");
        assertThat(page("/network/outgoing-smtp-authentication")).contains("smarthost", "gateway-2");
        assertThat(mvc.perform(get("/xml/status").header(HttpHeaders.AUTHORIZATION, "Bearer " + token))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(200);
        assertThat(mvc.perform(get("/account/ssh-keys").with(user("ana").roles("OPERATOR")))
                        .andReturn()
                        .getResponse()
                        .getContentAsString())
                .contains("laptop", "SHA256:");

        assertThat(unanswered()).isEmpty();

        users.delete("ana", "test");
        assertThat(rows.queryForObject("select count(*) from ssh_key", Integer.class))
                .isZero();
        assertThat(rows.queryForObject("select count(*) from api_token", Integer.class))
                .isZero();
        smtpUsers.delete("app", "test");
        logins.delete("smarthost", "test");
    }

    /// The routes without a variable in them, by what they answer.
    private Map<String, Integer> unanswered() throws Exception {
        Map<String, Integer> bad = new TreeMap<>();
        for (RequestMappingInfo route : routes.getHandlerMethods().keySet()) {
            Set<RequestMethod> methods = route.getMethodsCondition().getMethods();
            for (String path : route.getPatternValues()) {
                if (path.contains("{") || !methods.contains(RequestMethod.GET)) {
                    continue;
                }
                int status =
                        mvc.perform(as(get(path))).andReturn().getResponse().getStatus();
                if (status >= 500) {
                    bad.put(path, status);
                }
            }
        }
        return bad;
    }

    private static MockHttpServletRequestBuilder as(MockHttpServletRequestBuilder request) {
        return request.with(user("admin").roles("ADMINISTRATOR"));
    }

    private String page(String path) throws Exception {
        return mvc.perform(as(get(path))).andReturn().getResponse().getContentAsString();
    }
}
