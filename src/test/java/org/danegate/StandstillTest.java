package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a process whose virtual threads no longer run, tested in separate processes with one thread to run
/// them all.
class StandstillTest {

    @TempDir
    Path folder;

    @Test
    void a_process_whose_virtual_threads_stand_still_ends_and_shows_where_they_stand() throws Exception {
        Path dump = folder.resolve("standstill.txt");
        Files.writeString(dump, "of the last time");

        OwnProcess ended = run(dump, "1", "600");

        assertThat(ended.status()).as(ended.said()).isEqualTo(FatalErrors.STATUS);
        assertThat(ended.said()).contains("no virtual thread ran for 1 seconds").contains(dump.toString());
        assertThat(dump).content().contains("the-pinned").contains("Stuck.<clinit>");
    }

    @Test
    void it_ends_also_when_the_stacks_cannot_be_written() throws Exception {
        OwnProcess ended = run(folder.resolve("no/such/folder/standstill.txt"), "1", "600");

        assertThat(ended.status()).as(ended.said()).isEqualTo(FatalErrors.STATUS);
        assertThat(ended.said()).contains("no virtual thread ran for 1 seconds").contains("were not written");
    }

    @Test
    void a_process_whose_virtual_threads_go_on_in_time_lives() throws Exception {
        OwnProcess ended = run(folder.resolve("standstill.txt"), "30", "1");

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(folder.resolve("standstill.txt")).doesNotExist();
    }

    private static OwnProcess run(Path dump, String limit, String stuck) throws Exception {
        return OwnProcess.run(
                List.of(
                        "-Xmx32m",
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
                Victim.class,
                dump.toString(),
                limit,
                stuck);
    }

    /// Its one virtual thread waits while the Java virtual machine loads a class for it.
    static final class Victim {

        private Victim() {}

        static int seconds;

        public static void main(String[] words) throws Exception {
            seconds = Integer.parseInt(words[2]);
            try (Standstill watch =
                    new Standstill(Duration.ofSeconds(Long.parseLong(words[1])), Path.of(words[0]), System.err)) {
                watch.start();
                Thread.ofVirtual().name("the-pinned").start(Stuck::new).join();
            }
        }
    }

    static final class Stuck {
        static {
            try {
                new CountDownLatch(1).await(Victim.seconds, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
