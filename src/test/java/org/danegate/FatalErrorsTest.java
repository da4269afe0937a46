package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;

/// What ends the process, seen in processes of their own.
class FatalErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "virtual, memory, 3",
        "platform, memory, 3",
        "virtual, wrapped, 3",
        "platform, linkage, 3",
        "virtual, linkage, 0",
        "virtual, stack, 0",
        "virtual, mistake, 0",
        "platform, mistake, 0",
    })
    void the_process_ends_where_it_cannot_go_on(String thread, String what, int status) throws Exception {
        OwnProcess ended = OwnProcess.run(List.of("-Xmx16m"), Victim.class, thread, what);

        assertThat(ended.status()).as(ended.said()).isEqualTo(status);
        if (what.equals("memory") || what.equals("wrapped")) {
            assertThat(ended.said()).contains("danegate: out of memory").contains("ends with status 3");
        } else {
            assertThat(ended.said()).contains("Thread the-victim ended");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "queue-log, platform, DOWN",
        "delivery-dispatcher, platform, DOWN",
        "mail-log, platform, DOWN",
        "dnsjava NIO selector, platform, DOWN",
        "smtp-accept-incoming, virtual, DOWN",
        "smtp-in-incoming-7, virtual, UP",
        "tomcat-handler-1, virtual, UP",
    })
    void health_names_a_thread_that_mail_depends_on_and_that_ended(String name, String kind, String state)
            throws Exception {
        EndedThreads ended = new EndedThreads();
        Thread thread = (kind.equals("virtual") ? Thread.ofVirtual() : Thread.ofPlatform())
                .name(name)
                .uncaughtExceptionHandler(new FatalErrors(ended))
                .start(() -> {
                    throw new IllegalStateException("a mistake");
                });
        thread.join();

        Health health = FatalErrorWatch.health(ended);

        assertThat(health.getStatus().getCode()).isEqualTo(state);
        assertThat(health.getDetails().keySet()).isEqualTo(state.equals("DOWN") ? Set.of(name) : Set.of());
    }

    /// One thread of it comes to grief; where that is its own affair the process ends with 0.
    static final class Victim {

        private static final int FEW = 1 << 20;

        private Victim() {}

        public static void main(String[] words) throws Exception {
            FatalErrors.endTheProcess();
            CountDownLatch ended = new CountDownLatch(1);
            Runnable fate = () -> {
                try {
                    meet(words[1]);
                } finally {
                    ended.countDown();
                }
            };
            Thread.Builder builder = words[0].equals("virtual") ? Thread.ofVirtual() : Thread.ofPlatform();
            Thread thread = builder.name("the-victim").start(fate);
            ended.await();
            thread.join();
        }

        private static void meet(String what) {
            switch (what) {
                case "memory" -> fill();
                case "wrapped" -> {
                    try {
                        fill();
                    } catch (OutOfMemoryError e) {
                        throw new IllegalStateException("a handler failed", new IOException(e));
                    }
                }
                case "linkage" -> throw new NoClassDefFoundError("gone");
                case "stack" -> meet(what);
                default -> throw new IllegalStateException("a mistake");
            }
        }

        private static void fill() {
            List<byte[]> all = new ArrayList<>();
            while (true) {
                all.add(new byte[FEW]);
            }
        }
    }
}
