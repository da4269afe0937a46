package beside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A line with a delay and a loss, for kernels without netem; a process of its own. It makes two TUN devices, and each
/// packet that it reads from one of them it writes to the other one later, in the same order, or drops it. It ends with
/// its standard input, and answers each line there with its counts: packets, lost ones, and those for which
/// it had no room or that the kernel did not take.
public final class DelayLine {

    private static final long SEED = 100;
    private static final int ROOM = 16_384;
    /// Packets leave this much too early at most: so many leave at once, and the process seldom wakes up.
    private static final long EARLY_NANOS = 500_000;

    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final long delay;
    private final double loss;

    private DelayLine(long delay, double loss) {
        this.delay = delay;
        this.loss = loss;
    }

    /// @param args names of the devices, the delay of each direction in milliseconds, the loss of each in percent
    public static void main(String[] args) throws IOException {
        Tun near = new Tun(args[0]);
        Tun far = new Tun(args[1]);
        DelayLine line = new DelayLine((long) (Double.parseDouble(args[2]) * 1e6), Double.parseDouble(args[3]) / 100);
        line.new Direction(near, far, new Random(SEED)).start();
        line.new Direction(far, near, new Random(SEED + 1)).start();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        System.out.println("ready");
        while (in.readLine() != null) {
            System.out.println(line.packets + " " + line.lost + " " + line.dropped);
        }
        System.exit(0);
    }

    /// A ring of packets between a thread that reads and one that writes.
    private final class Direction {
        private final Tun from;
        private final Tun to;
        private final Random random;
        private final MemorySegment ring = Tun.buffer(Arena.global(), ROOM);
        private final int[] octets = new int[ROOM];
        private final long[] due = new long[ROOM];
        private final AtomicLong read = new AtomicLong();
        private final AtomicLong written = new AtomicLong();

        Direction(Tun from, Tun to, Random random) {
            this.from = from;
            this.to = to;
            this.random = random;
        }

        void start() {
            Thread.ofPlatform().daemon().start(this::readAll);
            Thread.ofPlatform().daemon().start(this::writeAll);
        }

        private MemorySegment place(int index) {
            return ring.asSlice((long) index * Tun.MTU, Tun.MTU);
        }

        private void readAll() {
            while (true) {
                long number = read.get();
                int index = (int) (number % ROOM);
                int some = from.read(place(index));
                if (some <= 0) {
                    Wait.millis(1);
                    continue;
                }
                packets.incrementAndGet();
                if (random.nextDouble() < loss) {
                    lost.incrementAndGet();
                } else if (number - written.get() >= ROOM - 1) {
                    dropped.incrementAndGet();
                } else {
                    octets[index] = some;
                    due[index] = System.nanoTime() + delay;
                    read.set(number + 1);
                }
            }
        }

        /// While the line is empty it may sleep: what comes meanwhile is not due before the delay is over.
        private void writeAll() {
            for (long number = 0; ; number++) {
                while (number == read.get()) {
                    LockSupport.parkNanos(Math.max(delay / 2, EARLY_NANOS / 5));
                }
                int index = (int) (number % ROOM);
                if (due[index] - System.nanoTime() > EARLY_NANOS) {
                    Wait.until(due[index]);
                }
                if (!to.write(place(index).asSlice(0, octets[index]))) {
                    dropped.incrementAndGet();
                }
                written.set(number + 1);
            }
        }
    }
}
