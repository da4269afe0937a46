package beside;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// A healthy destination at 20 messages/s while many messages for a dead host load, and then while they wait.
enum DeadHost {
    REFUSING("refusing.test"),
    SILENT("silent.test");

    private static final int PER_SECOND = 20;
    private static final int MOST_SECONDS = 1800;

    private final String domain;

    DeadHost(String domain) {
        this.domain = domain;
    }

    /// @param loadSeconds how long it took until all messages for the dead host were accepted
    /// @param memory octets of the server, the most that was seen
    /// @param shares during the load
    record Outcome(
            double loadSeconds, SinkControl.Latency load, SinkControl.Latency after, long memory, Shares shares) {}

    String caseName() {
        return "dead-" + name().toLowerCase(java.util.Locale.ROOT);
    }

    Outcome run(MailServer server, SinkControl sink, int run, Options options) throws Exception {
        int most = PER_SECOND * MOST_SECONDS;
        sink.reset(run, most);
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicReference<Integer> paced = new AtomicReference<>(0);
        Thread healthy = Thread.ofPlatform().start(() -> {
            try {
                paced.set(
                        new Source("127.0.0.1", server.port(), run, n -> "clear.test").pace(PER_SECOND, most, go::get));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long start = System.nanoTime();
        long loaded;
        Shares shares;
        Shares.Meter meter = new Shares.Meter(server, sink);
        try {
            // Its marks carry the next number: the sink would not count them if one ever arrived.
            new Source("127.0.0.1", server.port(), run + 1, n -> domain).flood(options.dead(), options.connections());
            loaded = System.nanoTime();
            shares = meter.shares();
            Wait.millis(options.latencySeconds() * 1000L);
        } finally {
            go.set(false);
            healthy.join();
        }
        long end = System.nanoTime() + 300_000_000_000L;
        while (sink.await(200).distinct() < paced.get()) {
            if (System.nanoTime() > end) {
                throw new IOException(sink.await(0) + " of " + paced.get() + " messages to the healthy host");
            }
        }
        return new Outcome(
                (loaded - start) / 1e9,
                sink.latency(start, loaded),
                sink.latency(loaded, Long.MAX_VALUE),
                meter.memory(),
                shares);
    }
}
