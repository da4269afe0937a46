package org.danegate.practice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/// The practice network's resolvers besides the good one: the same tree, each with a trouble that resolvers have. The
/// table for readers is `docs/practice-network.md`.
public enum ResolverTrouble {
    /// Takes three seconds for every answer.
    SLOW(2, faults -> faults.delayAll(Duration.ofSeconds(3))),
    /// Loses every third question that comes by UDP.
    LOSSY(3, faults -> faults.loseEvery(3)),
    /// Knows nothing of DNSSEC: no signature, no denial with proof.
    WITHOUT_DNSSEC(4, faults -> faults.stripSignatures(true)),
    /// Older than EDNS: answers FORMERR to it (RFC 6891 section 7).
    WITHOUT_EDNS(5, faults -> faults.formerrToEdns(true)),
    /// Never refreshes: repeats its first answer to each question.
    STALE(6, faults -> faults.stale(true));

    private final byte last;
    private final Consumer<ResolverFaults> trouble;

    ResolverTrouble(int last, Consumer<ResolverFaults> trouble) {
        this.last = (byte) last;
        this.trouble = trouble;
    }

    /// Starts the resolver at its own address, `127.0.0.2` and up.
    ///
    /// @param port 0 takes a free one
    /// @throws IOException when the port is taken
    PracticeDns start(PracticeTree tree, int port) throws IOException {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, last});
        PracticeDns dns = PracticeDns.start(tree, new InetSocketAddress(address, port));
        trouble.accept(dns.faults());
        return dns;
    }
}
