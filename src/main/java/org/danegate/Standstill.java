package org.danegate;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends the process when no virtual thread runs any more. Listeners, deliveries and the console run on virtual threads,
/// which share as many carrier threads as the machine has processors. A virtual thread that waits while the Java
/// virtual machine itself is at work below it, above all to load a class, keeps its carrier thread. When threads that
/// wait for one without a carrier hold all carriers, nothing ever continues. The supervisor starts the process again;
/// what was accepted is on disk.
final class Standstill implements AutoCloseable {

    /// A pause of the whole process, by SIGSTOP or because its machine was paused, counts as one look.
    private static final int LOOKS = 6;

    private static final Duration LONGEST_DUMP = Duration.ofSeconds(10);

    private final Duration limit;
    private final Path dump;
    private final PrintStream log;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /// @param limit how long no virtual thread may run before the process ends
    /// @param dump file for the stacks of all threads, written before the end
    /// @param log where the line that reports it goes
    Standstill(Duration limit, Path dump, PrintStream log) {
        this.limit = limit;
        this.dump = dump.toAbsolutePath();
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("standstill-watch").unstarted(this::watch);
    }

    /// Starts watching.
    void start() {
        thread.start();
    }

    private void watch() {
        try {
            while (!closed.await(limit.toNanos() / LOOKS, TimeUnit.NANOSECONDS)) {
                CountDownLatch ran = new CountDownLatch(1);
                Thread.ofVirtual().name("standstill-look").start(ran::countDown);
                for (int missed = 0; !ran.await(limit.toNanos() / LOOKS, TimeUnit.NANOSECONDS); ) {
                    if (++missed == LOOKS) {
                        end();
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Logs the reason before it writes the dump: neither a full disk nor one that hangs keeps the process alive.
    private void end() throws InterruptedException {
        try {
            log.println("danegate: no virtual thread ran for " + limit.toSeconds()
                    + " seconds; the process ends with status " + FatalErrors.STATUS
                    + "; the stacks of its threads are written to " + dump);
            log.flush();
            Thread.ofPlatform()
                    .daemon()
                    .name("standstill-dump")
                    .start(this::write)
                    .join(LONGEST_DUMP);
        } finally {
            Runtime.getRuntime().halt(FatalErrors.STATUS);
        }
    }

    private void write() {
        try {
            Files.deleteIfExists(dump);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        } catch (IOException | RuntimeException e) {
            log.println("danegate: the stacks were not written: " + e);
            log.flush();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
