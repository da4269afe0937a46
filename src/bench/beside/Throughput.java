package beside;

import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;

/// A case that counts messages per second and processor time.
///
/// @param danegate domain of message n when it goes through Danegate
/// @param postfix the ways in which Postfix may do the same: the fastest counts
/// @param quickAck whether the receiver acknowledges TCP at once
/// @param rateGoal times Postfix's messages per second, at least
/// @param cpuGoal times Postfix's processor time for a message, at most; 0 for no goal
record Throughput(
        String name,
        String title,
        IntFunction<String> danegate,
        List<Way> postfix,
        boolean quickAck,
        double rateGoal,
        double cpuGoal) {

    /// @param label for the table
    record Way(String label, IntFunction<String> domain) {}

    /// One run.
    ///
    /// @param rate messages per second, from the first sent to the last at the sink
    /// @param cpu seconds of the server's processor time for 1,000 messages
    /// @param memory octets of the server, the most that was seen
    record Sample(
            double rate,
            double cpu,
            long memory,
            Shares shares,
            int duplicates,
            long connections,
            long handshakes,
            long resumed) {}

    static final List<Throughput> ALL = List.of(
            one("relay", "relay, clear text", false, 5, 0.25, "clear.test", new Way("default", n -> "clear.test")),
            one(
                    "relay-quickack",
                    "the same, receiver acknowledges TCP at once",
                    true,
                    0,
                    0,
                    "clear.test",
                    new Way("default", n -> "clear.test")),
            one(
                    "tls-reused",
                    "STARTTLS, connections reused",
                    false,
                    5,
                    0,
                    "tls.test",
                    new Way("default", n -> "tls.test"),
                    new Way("smtp_tls_connection_reuse=yes", n -> "tlsr.test")),
            one(
                    "tls-reused-quickack",
                    "the same, receiver acknowledges TCP at once",
                    true,
                    3,
                    0,
                    "tls.test",
                    new Way("default", n -> "tls.test"),
                    new Way("smtp_tls_connection_reuse=yes", n -> "tlsr.test")),
            one(
                    "tls-single",
                    "STARTTLS, one message per connection",
                    false,
                    2,
                    0,
                    "tls1.test",
                    new Way("no connection cache", n -> "tls1.test")),
            one(
                    "dane-reused",
                    "DANE, connections reused",
                    false,
                    5,
                    0,
                    "dane.test",
                    new Way("default", n -> "dane.test"),
                    new Way("smtp_tls_connection_reuse=yes", n -> "daner.test")),
            one(
                    "dane-reused-quickack",
                    "the same, receiver acknowledges TCP at once",
                    true,
                    3,
                    0,
                    "dane.test",
                    new Way("default", n -> "dane.test"),
                    new Way("smtp_tls_connection_reuse=yes", n -> "daner.test")),
            one(
                    "dane-single",
                    "DANE, one message per connection",
                    false,
                    2,
                    0,
                    "dane1.test",
                    new Way("no connection cache", n -> "dane1.test")),
            new Throughput(
                    "many",
                    "1,000 destinations × 10 messages",
                    Places::manyDomain,
                    List.of(new Way("default", Places::manyDomain)),
                    false,
                    3,
                    0));

    private static Throughput one(
            String name, String title, boolean quickAck, double rateGoal, double cpuGoal, String domain, Way... ways) {
        return new Throughput(name, title, n -> domain, List.of(ways), quickAck, rateGoal, cpuGoal);
    }

    /// Sends so many messages through one server and waits until all are at the sink.
    ///
    /// @throws IOException when not all arrive within five minutes
    static Sample run(
            MailServer server, SinkControl sink, int run, IntFunction<String> domain, int messages, int connections)
            throws IOException, InterruptedException {
        sink.reset(run, messages);
        Source source = new Source("127.0.0.1", server.port(), run, domain);
        Shares.Meter meter = new Shares.Meter(server, sink);
        long start = System.nanoTime();
        source.flood(messages, connections);
        SinkControl.Outcome outcome = sink.await(300_000);
        if (outcome.distinct() < messages) {
            throw new IOException(outcome.distinct() + " of " + messages + " messages arrived");
        }
        Shares shares = meter.shares();
        // What is left to do after the last message (log, queue file) counts as well.
        Wait.millis(300);
        return new Sample(
                messages / ((outcome.last() - start) / 1e9),
                meter.serverSeconds() / messages * 1000,
                meter.memory(),
                shares,
                outcome.duplicates(),
                outcome.connections(),
                outcome.handshakes(),
                outcome.resumed());
    }
}
