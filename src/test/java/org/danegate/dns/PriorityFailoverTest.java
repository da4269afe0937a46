package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DnsSettings.Server;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeQuery;
import org.danegate.practice.PracticeTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Order, sharing and back-off of resolvers, over real UDP.
@Timeout(30)
class PriorityFailoverTest {

    /// Spent in full on each question to a silent server, so it is short.
    private static final Duration QUICK = Duration.ofSeconds(1);

    /// For questions that are all answered in the end, however busy the machine is.
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final PracticeTree tree = new PracticeTree(60, now::get);
    private final AtomicInteger others = new AtomicInteger();
    private PracticeDns first;
    private PracticeDns second;

    @BeforeEach
    void start() throws Exception {
        first = PracticeDns.start(tree);
        second = PracticeDns.start(tree);
        tree.zone("ok.practice").mx(10, "mx.ok.practice").add("*.ok.practice.", "MX", "10 mx.ok.practice.");
    }

    @AfterEach
    void stop() throws Exception {
        first.close();
        second.close();
    }

    private PriorityFailover failover(List<Server> servers, List<Server> secondaries) throws IOException {
        return failover(servers, secondaries, QUICK);
    }

    private PriorityFailover failover(List<Server> servers, List<Server> secondaries, Duration timeout)
            throws IOException {
        return new PriorityFailover(
                new DnsSettings(servers, secondaries, List.of(), false, timeout, null), now::get, QueryLog.NONE);
    }

    private static Server server(PracticeDns dns, int priority) {
        return new Server("127.0.0.1", dns.address().getPort(), priority);
    }

    private static Message question(String name) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name + "."), Type.MX, DClass.IN));
    }

    /// A question that was not put before, so that one sent twice counts once.
    private Message another() {
        return question("q" + others.incrementAndGet() + ".ok.practice");
    }

    private static int asked(PracticeDns dns) {
        return (int)
                dns.log().all().stream().map(PracticeQuery::name).distinct().count();
    }

    @Test
    void equal_priorities_share_the_load() throws Exception {
        PriorityFailover failover = failover(List.of(server(first, 0), server(second, 0)), List.of());
        for (int i = 0; i < 60; i++) {
            failover.ask(another());
        }
        assertThat(asked(first)).isBetween(10, 50);
        assertThat(asked(first) + asked(second)).isEqualTo(60);
    }

    @Test
    void a_dead_server_is_covered_by_its_equal_and_not_hammered() throws Exception {
        first.faults().silent(true);
        PriorityFailover failover = failover(List.of(server(first, 0), server(second, 0)), List.of());
        for (int i = 0; i < 40; i++) {
            assertThat(failover.ask(another()).server())
                    .endsWith(":" + second.address().getPort());
        }
        assertThat(asked(first)).isEqualTo(1);
        ServerHealth dead = failover.health().stream()
                .filter(h -> Boolean.FALSE.equals(h.reachable()))
                .findFirst()
                .orElseThrow();
        assertThat(dead.restsUntil()).isEqualTo(now.get().plusSeconds(30));
    }

    @Test
    void a_rest_ends_with_the_first_answer() throws Exception {
        first.faults().silent(true);
        PriorityFailover failover = failover(List.of(server(first, 0), server(second, 1)), List.of());
        failover.ask(another());
        failover.ask(another());
        assertThat(asked(first)).isEqualTo(1);
        now.set(now.get().plusSeconds(30));
        first.faults().silent(false);
        assertThat(failover.ask(another()).server())
                .endsWith(":" + first.address().getPort());
        assertThat(failover.health().getFirst().reachable()).isTrue();
        assertThat(failover.health().getFirst().restsUntil()).isNull();
    }

    @Test
    void after_its_rest_a_single_question_tries_a_server_while_the_others_go_elsewhere() throws Exception {
        first.faults().silent(true);
        PriorityFailover failover = failover(List.of(server(first, 0), server(second, 1)), List.of());
        failover.ask(another());
        first.log().clear();
        now.set(now.get().plusSeconds(31));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Servers.Reply>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(threads.submit(() -> failover.ask(another())));
            }
            for (Future<Servers.Reply> one : all) {
                assertThat(one.get().server()).endsWith(":" + second.address().getPort());
            }
        }
        assertThat(asked(first)).isBetween(1, 2);
    }

    @Test
    void when_all_are_dead_only_a_few_questions_go_out() throws Exception {
        first.faults().silent(true);
        PriorityFailover failover = failover(List.of(server(first, 0)), List.of());
        assertThatThrownBy(() -> failover.ask(another())).isInstanceOf(IOException.class);
        first.log().clear();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.submit(() -> failover.ask(another()));
            }
        }
        assertThat(asked(first)).isBetween(1, 10);
        // The trials were pending together: one failure, after that of the first question.
        assertThat(failover.health().getFirst().restsUntil())
                .isEqualTo(now.get().plusSeconds(60));
        first.faults().silent(false);
        assertThat(failover.ask(another()).message().getRcode()).isZero();
    }

    @Test
    void one_question_without_an_answer_does_not_make_a_server_dead_that_answers_others() throws Exception {
        first.faults().drop("lost.practice", "MX");
        PriorityFailover failover = failover(List.of(server(first, 0)), List.of());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Servers.Reply> lost = threads.submit(() -> failover.ask(question("lost.practice")));
            await().until(() -> first.log().count("lost.practice", "MX") > 0);
            failover.ask(question("ok.practice"));
            assertThatThrownBy(lost::get).hasCauseInstanceOf(IOException.class);
        }
        assertThat(failover.health().getFirst().reachable()).isTrue();
        assertThat(failover.health().getFirst().restsUntil()).isNull();
    }

    @Test
    void a_failing_answer_of_one_server_does_not_wake_another_that_rests() throws Exception {
        second.faults().silent(true);
        PriorityFailover failover = failover(List.of(server(second, 0), server(first, 1)), List.of());
        failover.ask(question("ok.practice"));
        second.log().clear();
        first.faults().servfail("ok.practice", "MX");
        assertThat(failover.ask(question("ok.practice")).message().getRcode()).isEqualTo(org.xbill.DNS.Rcode.SERVFAIL);
        assertThat(asked(second)).isZero();
    }

    @Test
    void secondaries_are_asked_while_all_primaries_rest_and_no_longer() throws Exception {
        first.faults().silent(true);
        PriorityFailover failover = failover(List.of(server(first, 0)), List.of(server(second, 0)));
        failover.ask(another());
        first.log().clear();
        failover.ask(another());
        assertThat(asked(first)).isZero();
        assertThat(asked(second)).isEqualTo(2);
        first.faults().silent(false);
        now.set(now.get().plusSeconds(31));
        assertThat(failover.ask(another()).server())
                .endsWith(":" + first.address().getPort());
        failover.ask(another());
        assertThat(asked(second)).isEqualTo(2);
    }

    @Test
    void secondaries_have_priorities_of_their_own() throws Exception {
        try (PracticeDns third = PracticeDns.start(tree)) {
            first.faults().silent(true);
            PriorityFailover failover =
                    failover(List.of(server(first, 0)), List.of(server(third, 2), server(second, 1)));
            for (int i = 0; i < 10; i++) {
                failover.ask(another());
            }
            assertThat(asked(second)).isEqualTo(10);
            assertThat(asked(third)).isZero();
        }
    }

    @Test
    void the_name_of_an_ipv6_server_with_a_port_stands_in_brackets() throws Exception {
        var six = java.net.InetAddress.getByName("2001:db8::1");
        assertThat(ServerHealth.name(new java.net.InetSocketAddress(six, 53))).isEqualTo("2001:db8::1");
        assertThat(ServerHealth.name(new java.net.InetSocketAddress(six, 5353))).isEqualTo("[2001:db8::1]:5353");
    }

    @Test
    void an_answer_that_cannot_be_read_does_not_make_a_server_dead() throws Exception {
        first.faults().garbage("odd.practice", "MX");
        PriorityFailover failover = failover(List.of(server(first, 0)), List.of());
        assertThatThrownBy(() -> failover.ask(question("odd.practice"))).isInstanceOf(IOException.class);
        assertThat(failover.health().getFirst().restsUntil()).isNull();
        assertThat(failover.ask(question("ok.practice")).message().getRcode()).isZero();
    }

    @Test
    void questions_that_wait_for_a_failing_server_are_answered_when_it_is_back() throws Exception {
        var address = first.address();
        first.close();
        PriorityFailover failover = failover(List.of(server(first, 0)), List.of(), LONG);
        // A closed port fails at once.
        assertThatThrownBy(() -> failover.ask(question("ok.practice"))).isInstanceOf(IOException.class);
        try (PracticeDns back = PracticeDns.start(tree, address);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            back.faults().delayAll(Duration.ofMillis(50));
            List<Future<Servers.Reply>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(threads.submit(() -> failover.ask(question("ok.practice"))));
            }
            for (Future<Servers.Reply> one : all) {
                assertThat(one.get().message().getRcode()).isZero();
            }
        }
    }
}
