package beside;

import java.util.Random;

/// The domains of the case `distance`, numbered from 0: first the healthy ones, then the slow ones, then the dead ones.
/// Each has one host with an address of its own, from the addresses that RFC 2544 reserves for benchmarks.
///
/// @param count of all domains, 20 to 30,000
/// @param signed whether their zone is
record FarDomains(int count, boolean signed) {

    static final String ZONE = "far.test";

    /// All receivers, dead ones included.
    static final String ALL = "198.18.0.0/15";

    /// Those with somebody who listens.
    static final String ALIVE = "198.18.0.0/16";

    /// Packets to these are dropped.
    static final String DEAD = "198.19.0.0/17";

    /// The two ends of the line.
    static final String NEAR_END = "198.19.255.1";

    static final String FAR_END = "198.19.255.2";

    private static final int SHARE = 20;
    private static final int PER_NETWORK = 250;
    private static final int FIRST_SLOW = 128;
    private static final long SEED = 20_000;

    /// One of twenty.
    int dead() {
        return count / SHARE;
    }

    /// One of twenty.
    int slow() {
        return count / SHARE;
    }

    int healthy() {
        return count - dead() - slow();
    }

    static String name(int n) {
        return "d" + n + "." + ZONE;
    }

    String address(int n) {
        if (n < healthy()) {
            return address(18, 0, n);
        }
        return n < healthy() + slow() ? address(18, FIRST_SLOW, n - healthy()) : address(19, 0, n - healthy() - slow());
    }

    private static String address(int second, int third, int n) {
        return "198." + second + "." + (third + n / PER_NETWORK) + "." + (n % PER_NETWORK + 1);
    }

    /// Whether the receiver with this address delays its replies.
    static boolean isSlow(byte[] address) {
        return (address[0] & 0xFF) == 198 && address[1] == 18 && (address[2] & 0xFF) >= FIRST_SLOW;
    }

    /// The numbers of all domains, shuffled, the same way each time.
    int[] order() {
        int[] order = new int[count];
        Random random = new Random(SEED);
        for (int n = 0; n < count; n++) {
            int other = random.nextInt(n + 1);
            order[n] = order[other];
            order[other] = n;
        }
        return order;
    }
}
