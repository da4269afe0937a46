package beside;

import java.io.IOException;

/// One message to each of many domains at Internet distance, of which a twentieth is dead (its host answers nothing)
/// and a twentieth slow (its host takes five seconds for each reply).
///
/// @param domains the receivers
/// @param far the way to them
record Distance(FarDomains domains, FarSide far) {

    static final String NAME = "distance";

    private static final int MOST_MILLIS = 900_000;
    private static final int SETTLE_SECONDS = 60;

    /// One run.
    ///
    /// @param loadSeconds from the first message sent until the last one was accepted
    /// @param healthySeconds until the last message to a healthy domain was at its receiver
    /// @param slowSeconds until those to slow domains were there as well
    /// @param cpu seconds of the server's processor time in [#healthySeconds]
    /// @param lineCpu seconds of the line's, of which nothing is the server's fault
    /// @param memory octets of the server, the most that was seen in the whole run
    /// @param missing messages to domains that are not dead and that did not arrive
    /// @param waiting messages in the server's queue at the end: those to dead domains
    /// @param connections at the receivers
    /// @param shares of the processors in [#healthySeconds]
    record Outcome(
            double loadSeconds,
            double healthySeconds,
            double slowSeconds,
            int healthy,
            double cpu,
            double lineCpu,
            long memory,
            int missing,
            int duplicates,
            long waiting,
            long connections,
            FarSide.Traffic traffic,
            Shares shares) {

        /// Messages to healthy domains per second.
        double rate() {
            return healthy / healthySeconds;
        }
    }

    /// @param seconds between two looks at the memory: they cost something where there are a thousand processes
    Outcome run(MailServer server, int run, int connections, int seconds) throws Exception {
        far.sink().reset(run, domains.healthy());
        FarSide.Traffic before = far.traffic();
        double lineBefore = far.cpuSeconds();
        Shares.Meter meter = new Shares.Meter(server, far.sink(), seconds);
        long start = System.nanoTime();
        new Source("127.0.0.1", server.port(), run, FarDomains::name).flood(domains.order(), connections);
        long loaded = System.nanoTime();
        SinkControl.Outcome healthy = far.sink().await(MOST_MILLIS);
        if (healthy.distinct() == 0) {
            throw new IOException("nothing arrived");
        }
        double cpu = meter.serverSeconds();
        double line = far.cpuSeconds() - lineBefore;
        Shares shares = meter.shares();
        int slow = far.sink().others(MOST_MILLIS, domains.slow());
        long end = System.nanoTime();
        long waiting = settled(server);
        SinkControl.Outcome all = far.sink().await(0);
        return new Outcome(
                (loaded - start) / 1e9,
                (healthy.last() - start) / 1e9,
                (end - start) / 1e9,
                healthy.distinct(),
                cpu,
                line,
                meter.memory(),
                domains.healthy() - all.distinct() + domains.slow() - slow,
                all.duplicates(),
                waiting,
                all.connections(),
                far.traffic().since(before),
                shares);
    }

    /// Waits until only mail to dead domains is left: slow receivers have a message a while before they say so.
    private long settled(MailServer server) throws Exception {
        long waiting = server.waiting();
        for (int left = SETTLE_SECONDS; left > 0 && waiting > domains.dead(); left--) {
            Wait.millis(1000);
            waiting = server.waiting();
        }
        return waiting;
    }
}
