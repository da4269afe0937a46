package org.danegate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.danegate.peers.PostgresqlCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What nodes agree on through one PostgreSQL.
class FleetTest {

    private static final Duration LEASE = Duration.ofSeconds(2);

    /// Long enough for a machine that is busy.
    private static final Duration TURN = Duration.ofSeconds(6);

    @TempDir
    Path folder;

    private final List<TestNode> all = new ArrayList<>();
    private String database = "";

    @BeforeEach
    void database() throws Exception {
        database = PostgresqlCluster.shared().newDatabase();
    }

    @AfterEach
    void close() {
        all.forEach(TestNode::close);
    }

    private TestNode node(String name) throws IOException {
        TestNode node = new TestNode(database, folder.resolve(name), name, LEASE);
        all.add(node);
        return node;
    }

    @Test
    @Tag("F-23")
    void a_node_is_the_same_one_after_a_restart_whatever_it_is_called_and_numbers_are_never_given_twice()
            throws Exception {
        TestNode one = node("one");
        TestNode two = node("two");
        assertThat(one.self.number()).isEqualTo(1);
        assertThat(two.self.number()).isEqualTo(2);
        assertThat(two.self.firstMid()).isEqualTo(one.self.endOfMids() + 1);
        two.close();

        TestNode again = new TestNode(database, folder.resolve("two"), "renamed", LEASE);
        all.set(1, again);
        assertThat(again.self.number()).isEqualTo(2);
        assertThat(again.lease.epoch()).isGreaterThan(two.lease.epoch());
        assertThat(one.nodes.all()).extracting(NodeStanding::name).containsExactly("one", "renamed");

        again.close();
        assertThat(one.nodes.forget(again.self.id())).isTrue();
        TestNode three = node("three");
        assertThat(three.self.number()).isEqualTo(3);
        all.remove(again);
    }

    @Test
    @Tag("F-15")
    @Tag("F-16")
    void a_node_that_does_not_renew_its_lease_stops_relying_on_it_before_another_one_may_end_it() throws Exception {
        TestNode one = node("one");
        TestNode two = node("two").start();
        List<String> told = new CopyOnWriteArrayList<>();
        one.lease.onChange(new NodeLease.Holder() {
            @Override
            public void lost(long epoch) {
                told.add("lost " + epoch);
            }

            @Override
            public void begun(long epoch) {
                told.add("begun " + epoch);
            }
        });
        long first = one.lease.epoch();
        assertThat(one.lease.isHeld(first)).isTrue();

        await().atMost(LEASE.multipliedBy(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    // In this order: what the database says was so before the node is asked.
                    boolean held = two.nodes.all().getFirst().held();
                    boolean relied = one.lease.isHeld(first);
                    assertThat(relied && !held)
                            .as("it relies on a lease that is over")
                            .isFalse();
                    return !relied && !held;
                });
        await().atMost(LEASE.multipliedBy(10))
                .until(() -> one.lease.endOverdue().isEmpty());

        one.beat();
        assertThat(one.lease.isHeld(first)).isFalse();
        assertThat(one.lease.isHeld()).isTrue();
        assertThat(one.lease.epoch()).isGreaterThan(two.lease.epoch());
        assertThat(told).containsExactly("begun " + first, "lost " + first, "begun " + one.lease.epoch());
    }

    @Test
    @Tag("F-11")
    void an_order_is_carried_out_once_on_every_node() throws Exception {
        List<String> done = new CopyOnWriteArrayList<>();
        TestNode one = node("one").start();
        TestNode two = node("two").start();
        TestNode three = node("three").start();
        for (TestNode node : List.of(one, two, three)) {
            node.orders.on("retry", domain -> done.add(node.self.name() + " " + domain));
        }
        assertThat(one.orders.give("retry", "example.net")).isTrue();
        assertThat(two.orders.give("retry", "example.org")).isTrue();
        await().atMost(Duration.ofSeconds(15)).until(() -> done.size() == 6);
        assertThat(done)
                .containsExactlyInAnyOrder(
                        "one example.net",
                        "two example.net",
                        "three example.net",
                        "one example.org",
                        "two example.org",
                        "three example.org");
        TestNode late = node("late").start();
        late.orders.on("retry", domain -> done.add("late"));
        assertThat(one.orders.give("unknown", "")).isTrue();
        assertThat(done).doesNotContain("late");
    }

    @Test
    void a_job_is_done_by_one_node_and_goes_to_another_when_that_one_is_gone() throws Exception {
        TestNode one = node("one");
        TestNode two = node("two");
        assertThat(one.jobs.isMine("digest", TURN)).isTrue();
        assertThat(two.jobs.isMine("digest", TURN)).isFalse();
        assertThat(one.jobs.isMine("digest", TURN)).isTrue();
        await().atMost(TURN.multipliedBy(5)).until(() -> two.jobs.isMine("digest", TURN));
        assertThat(one.jobs.isMine("digest", TURN)).isFalse();

        assertThat(one.jobs.once("report", "2026-12-01")).isTrue();
        assertThat(two.jobs.once("report", "2026-12-01")).isFalse();
        assertThat(two.jobs.once("report", "2026-12-02")).isTrue();
    }

    @Test
    void nodes_see_each_other_with_their_facts() throws Exception {
        TestNode one = node("one").start();
        TestNode two = node("two").start();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> one.nodes.all().stream().allMatch(n -> n.facts().containsKey("test.fact")));
        assertThat(one.nodes.all()).allSatisfy(n -> {
            assertThat(n.held()).isTrue();
            assertThat(n.missing()).isFalse();
            assertThat(n.facts()).containsEntry("test.fact", n.name());
        });
        two.drain.set(true);
        two.beat();
        assertThat(one.nodes.all().getLast().state()).isEqualTo(NodeState.DRAINING);
        two.fallSilent();
        await().atMost(Duration.ofSeconds(40))
                .until(() -> one.nodes.all().getLast().missing());
        assertThat(one.nodes.all().getFirst().self()).isTrue();
    }

    @Test
    void a_server_on_the_embedded_database_is_a_fleet_of_one_and_needs_no_beats() throws Exception {
        TestNode only = new TestNode(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", folder.resolve("only"), "only", LEASE);
        all.add(only.start());
        List<String> done = new CopyOnWriteArrayList<>();
        only.orders.on("retry", done::add);
        assertThat(only.orders.give("retry", "example.net")).isTrue();
        assertThat(done).containsExactly("example.net");
        assertThat(only.jobs.isMine("digest", TURN)).isTrue();

        await().pollDelay(LEASE.plusSeconds(1)).until(() -> only.lease.isHeld());
        assertThat(only.nodes.all()).singleElement().satisfies(node -> {
            assertThat(node.held()).isTrue();
            assertThat(node.missing()).isFalse();
            assertThat(node.state()).isEqualTo(NodeState.RUNNING);
        });
    }
}
