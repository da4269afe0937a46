package beside;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Who used the machine's processors during a run: shares of all cores, 0 to 1.
///
/// @param server the one that is measured
/// @param ends source and sink; the name server of the tree is in the source's process
/// @param others unbound, and all other users of the machine
/// @param waiting idle while a disk works
record Shares(double server, double ends, double others, double waiting) {

    /// Above this share of other processes, they affect a figure as well.
    private static final double DISTURBED = 0.12;

    /// Whether no other process used much during the run.
    boolean quiet() {
        return others <= DISTURBED;
    }

    double busy() {
        return server + ends + others;
    }

    String text() {
        return "server %.0f%%, source and sink %.0f%%, others %.0f%%, idle for a disk %.0f%%"
                .formatted(100 * server, 100 * ends, 100 * others, 100 * waiting);
    }

    /// Reads the clocks when it is created and at the end.
    static final class Meter {
        private final MailServer server;
        private final SinkControl sink;
        private final ProcStat.Machine machine = ProcStat.machine();
        private final double serverBefore;
        private final double endsBefore;
        private final AtomicLong memory = new AtomicLong();
        private final Thread looks;

        Meter(MailServer server, SinkControl sink) {
            this(server, sink, 1);
        }

        /// @param seconds between two looks at the memory
        Meter(MailServer server, SinkControl sink, int seconds) {
            this.server = server;
            this.sink = sink;
            this.serverBefore = server.cpuSeconds();
            this.endsBefore = ends();
            this.looks = Thread.ofPlatform().daemon().start(() -> {
                do {
                    look();
                    LockSupport.parkNanos(seconds * 1_000_000_000L);
                } while (!Thread.interrupted());
            });
        }

        private void look() {
            memory.accumulateAndGet(server.memory(), Math::max);
        }

        /// The most memory of the server that was seen, octets. Ends the measurement.
        long memory() throws InterruptedException {
            looks.interrupt();
            looks.join();
            look();
            return memory.get();
        }

        /// Seconds of the server's processor time so far.
        double serverSeconds() {
            return server.cpuSeconds() - serverBefore;
        }

        Shares shares() {
            ProcStat.Machine used = ProcStat.machine().since(machine);
            double own = serverSeconds();
            double ends = ends() - endsBefore;
            return new Shares(
                    own / used.total(),
                    ends / used.total(),
                    Math.max(0, used.busy() - own - ends) / used.total(),
                    used.waiting() / used.total());
        }

        private double ends() {
            return ProcStat.process(ProcessHandle.current().pid()) + ProcStat.process(sink.pid());
        }
    }
}
