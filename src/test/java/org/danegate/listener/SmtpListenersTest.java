package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.AddressBlock;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.status.StatusFact;
import org.danegate.status.StatusFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpListenersTest {

    @TempDir
    Path dir;

    @Test
    void many_clients_at_once_lose_nothing() throws Exception {
        int clients = 50;
        int each = 20;
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                sent.add(threads.submit(() -> {
                    int accepted = 0;
                    try (Client client = Client.greeted(server.port())) {
                        for (int n = 0; n < each; n++) {
                            client.toData();
                            accepted += client.ask("text\r\n.").startsWith("250 ") ? 1 : 0;
                        }
                    }
                    return accepted;
                }));
            }
            int total = 0;
            for (Future<Integer> one : sent) {
                total += one.get(30, TimeUnit.SECONDS);
            }
            assertThat(total).isEqualTo(clients * each);
            assertThat(server.queue.accepted)
                    .extracting(message -> message.mid())
                    .hasSize(clients * each)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void stopping_lets_a_transaction_end_and_sends_idle_clients_away() throws Exception {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client idle = Client.greeted(server.port());
                Client busy = Client.greeted(server.port())) {
            int port = server.port();
            busy.toData();
            busy.send("half of it\r\n");
            Thread stopping = Thread.ofVirtual().start(() -> server.listeners.stop(Duration.ofSeconds(10)));

            assertThat(idle.reply()).startsWith("421 4.3.2 ");
            assertThat(busy.ask("the rest\r\n.")).startsWith("250 2.0.0 ");
            assertThat(busy.reply()).startsWith("421 4.3.2 ");
            assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
            assertThat(server.queue.accepted).hasSize(1);
            assertThatThrownBy(() -> new Client(port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void an_acceptance_under_way_at_the_deadline_is_still_answered() throws Exception {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            server.queue.gate = new CountDownLatch(1);
            client.toData();
            client.send("text\r\n.\r\n");
            Thread stopping = Thread.ofVirtual().start(() -> server.listeners.stop(Duration.ofMillis(300)));
            stopping.join(Duration.ofMillis(600));
            server.queue.gate.countDown();

            assertThat(client.reply()).startsWith("250 2.0.0 ");
            assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void an_unfinished_message_at_the_deadline_is_put_off_with_421() throws Exception {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            client.toData();
            client.send("half of it\r\n");
            Thread stopping = Thread.ofVirtual().start(() -> server.listeners.stop(Duration.ofMillis(100)));

            assertThat(client.reply()).startsWith("421 4.3.2 ");
            assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
            assertThat(server.queue.accepted).isEmpty();
            assertThat(server.events(DeliveryEvent.MessageAborted.class)).hasSize(1);
        }
    }

    @Test
    void this_gateway_is_where_its_open_listeners_are() throws Exception {
        ListenerSettings one = TestListeners.settings("One", "RELAYED", ListenerTls.NONE, 1000);
        ListenerSettings all =
                new ListenerSettings("All", "0.0.0.0", 0, 10_000, 10, ListenerTls.NONE, null, one.senderGroups());
        try (TestListeners server =
                new TestListeners(dir, TestListeners.policy(one, all), 100, Duration.ofSeconds(10))) {
            int port = server.listeners.ports().get("One");
            int everywhere = server.listeners.ports().get("All");
            assertThat(List.of("127.0.0.1", "0.0.0.0"))
                    .allMatch(a -> server.listeners.listensAt(InetAddress.ofLiteral(a), port));
            assertThat(List.of("127.25.0.1", "::1", "::", "192.0.2.1"))
                    .noneMatch(a -> server.listeners.listensAt(InetAddress.ofLiteral(a), port));
            assertThat(List.of("127.0.0.1", "127.25.0.1", "0.0.0.0", "::1", "::"))
                    .allMatch(a -> server.listeners.listensAt(InetAddress.ofLiteral(a), everywhere));
            assertThat(server.listeners.listensAt(InetAddress.ofLiteral("192.0.2.1"), everywhere))
                    .isFalse();
            server.commits.commit(TestListeners.policy(one));
            assertThat(server.listeners.listensAt(InetAddress.ofLiteral("127.0.0.1"), everywhere))
                    .isFalse();
        }
    }

    @Test
    void commits_open_close_and_change_listeners() throws Exception {
        ListenerSettings one = TestListeners.settings("One", "RELAYED", ListenerTls.NONE, 1000);
        try (TestListeners server = new TestListeners(dir, TestListeners.policy(one), 100, Duration.ofSeconds(10))) {
            int port = server.listeners.ports().get("One");
            ListenerSettings two = TestListeners.settings("Two", "RELAYED", ListenerTls.NONE, 1000);
            server.commits.commit(
                    TestListeners.policy(TestListeners.settings("One", "BLOCKED", ListenerTls.NONE, 2000), two));

            assertThat(server.listeners.ports()).containsEntry("One", port).containsKey("Two");
            try (Client refused = new Client(port)) {
                assertThat(refused.reply()).startsWith("554");
            }
            server.commits.commit(TestListeners.policy(two));
            assertThat(server.listeners.ports()).containsOnlyKeys("Two");
            assertThatThrownBy(() -> new Client(port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void a_listener_that_cannot_be_bound_is_reported_and_the_others_work() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ListenerSettings free = TestListeners.settings("Free", "RELAYED", ListenerTls.NONE, 1000);
            ListenerSettings blocked = new ListenerSettings(
                    "Taken", "127.0.0.1", taken.getLocalPort(), 1000, 10, ListenerTls.NONE, null, List.of());
            try (TestListeners server =
                    new TestListeners(dir, TestListeners.policy(blocked, free), 10, Duration.ofSeconds(10))) {
                assertThat(server.listeners.ports()).containsOnlyKeys("Free");
                assertThat(server.events(DeliveryEvent.ConditionSeen.class)
                                .getFirst()
                                .text())
                        .startsWith("Listener Taken cannot listen on 127.0.0.1 port ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ALL, 192.0.2.1, true",
        "192.0.2.0/25, 192.0.2.127, true",
        "192.0.2.0/25, 192.0.2.128, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "0.0.0.0/0, ::1, false",
        "192.0.2.0/99, 192.0.2.1, false",
        "mail.example.com, 192.0.2.1, false"
    })
    void sender_entries_cover_addresses_and_blocks(String entry, String address, boolean covered) {
        assertThat(AddressBlock.covers(entry, InetAddress.ofLiteral(address))).isEqualTo(covered);
    }

    @Test
    @SuppressWarnings("try") // The port is given up in the middle.
    void a_listener_that_could_not_be_opened_says_so_and_opens_when_it_can() throws Exception {
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenerSettings d = TestListeners.settings("In", "RELAYED", ListenerTls.PREFERRED, 10_000);
            ListenerSettings taken = new ListenerSettings(
                    "In",
                    "127.0.0.1",
                    held.getLocalPort(),
                    10_000,
                    3,
                    ListenerTls.PREFERRED,
                    "not-there",
                    d.senderGroups());
            try (TestListeners server =
                    new TestListeners(dir, TestListeners.policy(taken), 1000, Duration.ofSeconds(20))) {
                assertThat(server.listeners.states().getFirst().fault()).isNotBlank();
                assertThat(server.listeners.states().getFirst().certificateFault())
                        .contains("not-there is not there");
                assertThat(new ListenerFacts(server.listeners).facts())
                        .extracting(StatusFact::key, StatusFact::light)
                        .containsExactly(
                                tuple(StatusFacts.LISTENER, StatusFact.Light.BAD),
                                tuple(StatusFacts.CERTIFICATE, StatusFact.Light.BAD));
                server.listeners.openClosed();
                assertThat(server.events(DeliveryEvent.ConditionSeen.class)).hasSize(1);

                held.close();
                server.listeners.openClosed();

                assertThat(server.listeners.states().getFirst().fault()).isNull();
                assertThat(server.events(DeliveryEvent.ConditionSeen.class))
                        .extracting(DeliveryEvent.ConditionSeen::weight, DeliveryEvent.ConditionSeen::text)
                        .contains(tuple(DeliveryEvent.Weight.INFORMATION, "Listener In is open now"));
            }
        }
    }
}
