package org.danegate.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.dkim.NewKey;
import org.danegate.dkim.SigningKeys;
import org.danegate.fleet.Servers.Server;
import org.danegate.listener.Rest;
import org.danegate.listener.SmtpListeners;
import org.danegate.node.ThisNode;
import org.danegate.peers.PostgresqlCluster;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.TlsSupport;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.Settlement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Nodes as administrators see them: the page, its twin for scripts, draining, roles, and what is wrong.
@Timeout(300)
class NodesTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path folder;

    private static PostgresqlCluster cluster;
    private static Servers servers;
    private static Server one;
    private static Server two;

    @BeforeAll
    static void start() throws Exception {
        cluster = PostgresqlCluster.start();
        servers = Servers.on(cluster, folder);
        one = servers.start("one");
        two = servers.start("two");
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    private static MockMvc browser(Server server) {
        return MockMvcBuilders.webAppContextSetup((WebApplicationContext) server.context())
                .apply(springSecurity())
                .build();
    }

    private static String page(Server server, String path) throws Exception {
        var answer = browser(server)
                .perform(get(path).with(user("ana").roles("READ_ONLY_OPERATOR")))
                .andReturn()
                .getResponse();
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return answer.getContentAsString(StandardCharsets.UTF_8);
    }

    private static JsonNode nodes(Server server) throws Exception {
        return JSON.readTree(page(server, "/api/v1/nodes"));
    }

    private static JsonNode node(Server server, String name) throws Exception {
        for (JsonNode node : nodes(server).get("nodes")) {
            if (node.get("name").asString().equals(name)) {
                return node;
            }
        }
        throw new AssertionError("no node " + name);
    }

    private static void act(Server server, String node, String act, int status) throws Exception {
        assertThat(browser(server)
                        .perform(post("/api/v1/nodes/" + node + "/" + act)
                                .with(csrf())
                                .with(user("ana").roles("OPERATOR", "READ_ONLY_OPERATOR")))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(status);
    }

    private static int readiness(Server server) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(server.url("/actuator/health/readiness")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private static HttpResponse<String> byPassword(Server server, String path) throws Exception {
        String password = Base64.getEncoder().encodeToString("admin:Wrong-or-not-1".getBytes(StandardCharsets.UTF_8));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url(path)))
                            .header("Authorization", "Basic " + password)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @Test
    @Tag("F-23")
    void each_node_shows_all_with_their_revision_and_load() throws Exception {
        await().atMost(SOON).untilAsserted(() -> {
            for (Server server : List.of(one, two)) {
                for (String name : List.of("one", "two")) {
                    JsonNode node = node(server, name);
                    assertThat(node.get("state").asString()).isEqualTo("RUNNING");
                    assertThat(node.get("self").asBoolean()).isEqualTo(name.equals(server.name()));
                    assertThat(node.get("revision").asLong())
                            .isEqualTo(nodes(server).get("newestRevision").asLong());
                    assertThat(node.get("load").get("activeRecipients").asLong())
                            .isZero();
                    assertThat(node.get("leaseHeld").asBoolean()).isTrue();
                }
            }
        });
        assertThat(page(two, "/system/nodes")).contains("one", "two", "this node", "Console, Listener, Delivery");
        assertThat(page(two, "/system/nodes/rows")).contains("one").doesNotContain("<html");
        assertThat(page(one, "/system/nodes?language=es")).contains("este nodo");
    }

    @Test
    void a_retry_that_is_ordered_on_one_node_is_carried_out_by_the_node_that_has_the_mail() throws Exception {
        String destination = "dead.practice";
        MessageQueue queue = two.part(MessageQueue.class);
        long mid = queue.nextMid();
        assertThat(mid).isGreaterThan(1_000_000_000_000L);
        queue.accept(new NewMessage(
                mid,
                new Envelope("s@from.example", true, false, false, "", "", "test"),
                List.of(new NewMessage.Recipient(MailAddress.parse("r@" + destination), "", "")),
                "Subject: waits\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                Instant.now()));
        try {
            Instant before = Instant.now();
            assertThat(browser(one)
                            .perform(post("/api/v1/delivery-status/retry")
                                    .with(csrf())
                                    .with(user("ana").roles("OPERATOR", "READ_ONLY_OPERATOR")))
                            .andReturn()
                            .getResponse()
                            .getStatus())
                    .isEqualTo(200);
            await().atMost(SOON).until(() -> queue.isWanted(destination, before));
        } finally {
            QueueOperations operations = two.part(QueueOperations.class);
            operations.hold(mid);
            await().atMost(SOON).until(() -> switch (operations.take(mid)) {
                case QueueOperations.Taken.Leased taken -> {
                    taken.leases().forEach(lease -> queue.settle(lease, List.of(new Settlement.Done(0))));
                    yield true;
                }
                case QueueOperations.Taken.InDelivery delivery -> false;
                case QueueOperations.Taken.Unknown gone -> true;
            });
        }
    }

    @Test
    void a_node_is_drained_and_resumed_from_another_one() throws Exception {
        SmtpListeners listeners = two.part(SmtpListeners.class);
        int port = listeners.ports().values().iterator().next();
        assertThat(connects(port)).isTrue();
        assertThat(readiness(two)).isEqualTo(200);

        act(one, "two", "drain", 200);
        await().atMost(SOON).until(() -> !connects(port));
        assertThat(listeners.states()).allMatch(state -> state.rest() == Rest.DRAINING);
        assertThat(readiness(two)).isEqualTo(503);
        assertThat(readiness(one)).isEqualTo(200);
        assertThat(page(two, "/network/listeners")).contains("this node drains").contains("This node drains: it takes");
        await().atMost(SOON)
                .until(() -> node(one, "two").get("state").asString().equals("DRAINING"));
        assertThat(page(one, "/system/nodes")).contains("Left: 0 recipients");

        act(one, "two", "resume", 200);
        await().atMost(SOON).until(() -> !listeners.ports().isEmpty());
        assertThat(connects(listeners.ports().values().iterator().next())).isTrue();
        await().atMost(SOON).until(() -> readiness(two) == 200);

        act(one, "nobody", "drain", 404);
        act(one, "two", "forget", 409);
    }

    @Test
    void a_key_that_a_node_lacks_is_shown_with_its_fingerprint() throws Exception {
        one.part(SigningKeys.class).generate("only-here", NewKey.ED25519, "ana");
        await().atMost(Duration.ofSeconds(40)).ignoreExceptions().untilAsserted(() -> {
            JsonNode key = nodes(two).get("keys").get(0);
            assertThat(key.get("name").asString()).isEqualTo("only-here");
            assertThat(key.get("lacking").get(0).asString()).isEqualTo("two");
        });
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(page(one, "/commit")).contains("The signing key only-here is missing on: two"));
        assertThat(page(one, "/monitor/delivery-status")).doesNotContain("only-here");
    }

    @Test
    void a_server_with_another_sealing_key_and_fewer_roles() throws Exception {
        Files.createDirectories(folder.resolve("three"));
        Files.writeString(
                folder.resolve("three").resolve("secret.key"),
                java.util.Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        Server three = servers.start("three", "--danegate.roles=delivery");
        assertThat(three.part(SmtpListeners.class).ports()).isEmpty();
        assertThat(three.part(SmtpListeners.class).states()).allMatch(state -> state.rest() == Rest.NO_ROLE);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(page(one, "/monitor/delivery-status")).contains("secret.key"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/sign-in", "/", "/api/v1/nodes", "/console.css")) {
                assertThat(client.send(
                                        HttpRequest.newBuilder(URI.create(three.url(path)))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
        assertThat(readiness(three)).isEqualTo(200);
        three.context().close();
        await().atMost(SOON)
                .until(() -> node(one, "three").get("state").asString().equals("STOPPED"));
        act(one, "three", "forget", 200);
        assertThat(page(one, "/system/nodes")).doesNotContain("three");

        assertThatThrownBy(() -> servers.start("four", "--danegate.roles=console,listener"))
                .rootCause()
                .hasMessageStartingWith("danegate.roles: ");
    }

    @Test
    void without_the_database_every_page_says_so_and_the_revision_stays_in_force() throws Exception {
        long revision = two.part(CommittedPolicy.class).current().number();
        cluster.stop();
        try {
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
                for (String path : List.of("/system/nodes", "/monitor/delivery-status", "/network/dns-status")) {
                    assertThat(page(two, path)).contains("This node works without its database");
                }
            });
            assertThat(nodes(two).get("databaseAwaySince").isNull()).isFalse();
            assertThat(two.part(CommittedPolicy.class).current().number()).isEqualTo(revision);
            assertThat(readiness(two)).isEqualTo(200);
            HttpResponse<String> refused = byPassword(two, "/api/v1/nodes");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("because the database does not answer")
                    .doesNotContain("JPA");
        } finally {
            cluster.begin();
        }
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(
                        () -> assertThat(page(two, "/system/nodes")).doesNotContain("works without its database"));
        await().atMost(Duration.ofSeconds(40)).ignoreExceptions().until(() -> {
            one.part(DestinationEdits.class)
                    .submit(
                            null,
                            0,
                            DestinationEntry.of(
                                    DomainPattern.parse("after.example"), TlsSupport.REQUIRED, DaneSupport.NONE),
                            "ana");
            return true;
        });
        one.part(WorkingPolicy.class).commit("", "ana");
        await().atMost(SOON)
                .until(() -> two.part(CommittedPolicy.class).current().number() == revision + 1);
        assertThat(one.part(ThisNode.class).number()).isEqualTo(1);
    }
}
