package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.danegate.address.MailAddress;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.queue.DestinationOrders;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which destinations get runs when many have mail. The runs lease one message and then hang, as at silent hosts.
class RunStarterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private final Set<String> started = ConcurrentHashMap.newKeySet();
    private EmbeddedMessageQueue queue;

    @BeforeEach
    void open() throws IOException {
        queue = new EmbeddedMessageQueue(folder.resolve("queue"), CLOCK, EmbeddedMessageQueue.Settings.defaults());
    }

    @AfterEach
    void close() throws IOException {
        queue.close();
    }

    @Test
    void mail_waiting_behind_hanging_runs_does_not_hide_other_destinations() throws IOException {
        RunStarter starter = starter(2000);
        mailFor("hangs", 1200);
        mailFor("hangs", 1200);
        startRuns(starter, 1200);
        mailFor("late", 1);
        startRuns(starter, 1201);
        assertThat(started).contains("late0.example");
    }

    @Test
    void destinations_beyond_the_places_wait_and_come_when_a_place_is_free() throws IOException {
        RunStarter starter = starter(100);
        mailFor("d", 130);
        startRuns(starter, 100);
        Instant later = CLOCK.instant();
        starter.startRuns(later);
        assertThat(started).hasSize(100);
        paces.values().stream().limit(30).forEach(starter::ended);
        startRuns(starter, 130);
    }

    private final ConcurrentHashMap<String, DestinationPace> paces = new ConcurrentHashMap<>();

    private RunStarter starter(int most) {
        CommittedPolicy policy = CommittedPolicy.fixed(Policy.defaults());
        RunBounds usual = RunBounds.defaults();
        RunBounds bounds = new RunBounds(most, usual.slowAfter(), usual.doubtAfter(), usual.grace());
        HeldDestinations held = new HeldDestinations(queue, policy, DestinationOrders.NONE);
        return new RunStarter(queue, policy, held, new Attempts(bounds), (pace, now) -> hang(pace), () -> {});
    }

    private void hang(DestinationPace pace) {
        queue.lease(pace.destination(), 1, CLOCK.instant());
        paces.put(pace.destination(), pace);
        started.add(pace.destination());
    }

    private void startRuns(RunStarter starter, int expected) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            starter.startRuns(CLOCK.instant());
            assertThat(started).hasSize(expected);
        });
    }

    /// A message with a recipient in each of so many domains.
    private void mailFor(String name, int domains) throws IOException {
        Envelope envelope = new Envelope("a@origin.example", true, false, false, "", "", "In");
        List<NewMessage.Recipient> recipients = IntStream.range(0, domains)
                .mapToObj(n -> new NewMessage.Recipient(MailAddress.parse("b@" + name + n + ".example"), "", ""))
                .toList();
        byte[] body = "Subject: test\r\n\r\ntext\r\n".getBytes(StandardCharsets.UTF_8);
        queue.accept(new NewMessage(queue.nextMid(), envelope, recipients, body, CLOCK.instant()));
    }
}
