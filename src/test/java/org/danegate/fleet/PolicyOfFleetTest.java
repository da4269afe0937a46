package org.danegate.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.danegate.config.Commit;
import org.danegate.config.DestinationEdits;
import org.danegate.config.PolicyRevision;
import org.danegate.config.SectionState;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.fleet.Servers.Server;
import org.danegate.peers.PostgresqlCluster;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.TlsSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One policy on three whole servers.
@Timeout(300)
class PolicyOfFleetTest {

    /// A second on a quiet machine; a busy one takes longer.
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    static Path folder;

    private static PostgresqlCluster cluster;
    private static Servers servers;
    private static Server one;
    private static Server two;
    private static Server three;

    @BeforeAll
    static void start() throws Exception {
        cluster = PostgresqlCluster.start();
        servers = Servers.on(cluster, folder);
        one = servers.start("one");
        // Two at the same moment, as after an outage.
        try (ExecutorService starts = Executors.newFixedThreadPool(2)) {
            Future<Server> second = starts.submit(() -> servers.start("two"));
            Future<Server> third = starts.submit(() -> servers.start("three"));
            two = second.get();
            three = third.get();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    private static long revision(Server server) {
        return server.part(CommittedPolicy.class).current().number();
    }

    private static DestinationEntry entry(String domain) {
        return DestinationEntry.of(DomainPattern.parse(domain), TlsSupport.REQUIRED, DaneSupport.MANDATORY);
    }

    private static Submission submit(Server server, String domain) {
        return server.part(DestinationEdits.class).submit(null, 0, entry(domain), "admin");
    }

    private static boolean hasInForce(Server server, String domain) {
        return server.part(CommittedPolicy.class).current().policy().destinationControls().entries().stream()
                .anyMatch(e -> e.pattern().toString().equals(domain));
    }

    @Test
    void a_commit_is_in_force_on_all_nodes_soon() throws Exception {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String domain = "soon" + i + ".example";
            assertThat(submit(one, domain)).isInstanceOf(Submission.Submitted.class);
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> three.part(WorkingPolicy.class).pending() == 1);
            long begun = System.nanoTime();
            assertThat(one.part(WorkingPolicy.class).commit("", "admin")).isInstanceOf(Commit.Done.class);
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> hasInForce(two, domain) && hasInForce(three, domain));
            times.add((System.nanoTime() - begun) / 1_000_000);
            assertThat(two.part(WorkingPolicy.class).pending()).isZero();
        }
        System.out.println("A commit was in force on three nodes after " + times + " ms");
    }

    @Test
    void commits_and_edits_at_the_same_moment_lose_nothing_and_numbers_never_collide() throws Exception {
        long before = revision(one);
        int each = 8;
        AtomicInteger done = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(3);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (Server server : List.of(one, two, three)) {
            work.add(() -> {
                together.await();
                for (int i = 0; i < each; i++) {
                    assertThat(submit(server, server.name() + i + ".example")).isInstanceOf(Submission.Submitted.class);
                    Commit commit = server.part(WorkingPolicy.class).commit("of " + server.name(), "admin");
                    assertThat(commit).isInstanceOfAny(Commit.Done.class, Commit.Nothing.class);
                    if (commit instanceof Commit.Done) {
                        done.incrementAndGet();
                    }
                }
                return true;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (Future<Boolean> one : threads.invokeAll(work)) {
                assertThat(one.get()).isTrue();
            }
        }
        List<PolicyRevision> revisions = one.part(WorkingPolicy.class).revisions();
        assertThat(revisions.getFirst().number()).isEqualTo(before + done.get());
        assertThat(revisions).extracting(PolicyRevision::number).doesNotHaveDuplicates();
        for (Server server : List.of(one, two, three)) {
            await().atMost(SOON).until(() -> revision(server) == before + done.get());
            for (String name : List.of("one", "two", "three")) {
                for (int i = 0; i < each; i++) {
                    assertThat(hasInForce(server, name + i + ".example")).isTrue();
                }
            }
            assertThat(server.part(WorkingPolicy.class).pending()).isZero();
        }
    }

    @Test
    void the_later_one_of_two_edits_of_the_same_thing_is_stale() throws Exception {
        SectionState seen = one.part(WorkingPolicy.class).section("dns");
        assertThat(two.part(WorkingPolicy.class).section("dns")).isEqualTo(seen);
        submit(one, "stale.example");
        DestinationEdits.Stored stored =
                one.part(DestinationEdits.class).find("stale.example").orElseThrow();
        DestinationEntry theirs =
                DestinationEntry.of(DomainPattern.parse("stale.example"), TlsSupport.REQUIRED, DaneSupport.NONE);

        CyclicBarrier together = new CyclicBarrier(2);
        List<Callable<Submission>> edits = new ArrayList<>();
        for (Server server : List.of(one, two)) {
            edits.add(() -> {
                together.await();
                return server.part(DestinationEdits.class)
                        .submit(stored.id(), stored.version(), theirs, "user of " + server.name());
            });
        }
        List<Submission> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Submission> answer : threads.invokeAll(edits)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).hasAtLeastOneElementOfType(Submission.Submitted.class);
        assertThat(answers).hasAtLeastOneElementOfType(Submission.Stale.class);

        WorkingPolicy copy = three.part(WorkingPolicy.class);
        await().atMost(SOON).until(() -> copy.pending() == 1);
        Map<String, String> authors = copy.authors().ofDestinations();
        assertThat(authors.get("stale.example")).startsWith("user of ");
        assertThat(copy.commit("", "admin")).isInstanceOf(Commit.Done.class);
    }

    @Test
    void a_node_goes_on_with_its_revision_while_the_database_is_away_and_follows_when_it_is_back() throws Exception {
        long before = revision(two);
        cluster.stop();
        try {
            assertThat(revision(two)).isEqualTo(before);
            assertThat(hasInForce(two, "none.example")).isFalse();
        } finally {
            cluster.begin();
        }
        await().atMost(Duration.ofSeconds(40)).ignoreExceptions().until(() -> {
            Submission made = submit(one, "back.example");
            return made instanceof Submission.Submitted
                    || one.part(DestinationEdits.class).find("back.example").isPresent();
        });
        assertThat(one.part(WorkingPolicy.class).commit("", "admin")).isInstanceOf(Commit.Done.class);
        await().atMost(SOON).until(() -> hasInForce(two, "back.example") && hasInForce(three, "back.example"));
    }
}
