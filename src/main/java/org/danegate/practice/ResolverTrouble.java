package org.danegate.practice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/// The practice network's resolvers with a fault: they serve the same tree as the good one, each with a fault that real
/// resolvers have. `docs/practice-network.md` has the table for readers.
public enum ResolverTrouble {
    /// Takes three seconds for every answer.
    SLOW(2, faults -> faults.delayAll(Duration.ofSeconds(3))),
    /// Loses every third UDP query.
    LOSSY(3, faults -> faults.loseEvery(3)),
    /// Does not support DNSSEC: no signature, no denial with proof.
    WITHOUT_DNSSEC(4, faults -> faults.stripSignatures(true)),
    /// Older than EDNS: answers FORMERR to it (RFC 6891 section 7).
    WITHOUT_EDNS(5, faults -> faults.formerrToEdns(true)),
    /// Never refreshes: repeats its first answer to each query.
    STALE(6, faults -> faults.stale(true));

    private final byte last;
    private final Consumer<ResolverFaults> trouble;

    ResolverTrouble(int last, Consumer<ResolverFaults> trouble) {
        this.last = (byte) last;
        this.trouble = trouble;
    }

    /// Starts the resolver at its own address, `127.0.0.2` and up.
    ///
    /// @param port 0 picks a free one
    /// @throws IOException when the port is taken
    PracticeDns start(PracticeTree tree, int port) throws IOException {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, last});
        PracticeDns dns = PracticeDns.start(tree, new InetSocketAddress(address, port));
        trouble.accept(dns.faults());
        return dns;
    }
}
