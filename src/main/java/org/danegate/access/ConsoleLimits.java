package org.danegate.access;

import java.time.Duration;

/// Limits on what a client may use of the console's server.
///
/// @param connections connections that are open at once, 1 or more
/// @param perAddress how many of them one client's address may have, 1 or more
record ConsoleLimits(int connections, int perAddress) {

    /// Largest body of an unknown sender's request, in octets: enough for a name, a password and a few tokens.
    static final int STRANGERS_BODY = 16 << 10;
    /// Largest body of a signed-in user's request without an upload, in octets.
    static final int FORM = 1 << 20;
    /// Largest upload of a script where a whole file is accepted, in octets: the same as in a browser's form.
    static final int UPLOAD = 24 << 20;
    /// Octets of a stranger's body that are read and discarded, so that the answer arrives.
    static final int DROPPED_OF_STRANGERS = 256 << 10;
    /// Octets that are read and discarded of a file that was too large; a browser that is cut off shows no page.
    static final int DROPPED_OF_UPLOADS = 100 << 20;

    /// How long a connection may wait for the next request, including its headers.
    static final Duration WAIT = Duration.ofSeconds(20);
    /// How long a stranger's request may take, including its body and the answer.
    static final Duration STRANGERS_REQUEST = Duration.ofSeconds(30);
    /// For how long a body may arrive at any speed.
    static final Duration SLOW_START = Duration.ofSeconds(20);
    /// Lowest average rate of a body after that, in octets a second.
    static final int SLOWEST = 500;

    /// A quarter of this is the most that one connection may cost in octets during a request, including its buffers
    /// and thread, so that all of them together stay below a quarter of the heap.
    private static final int HEAP_OF_ONE = 1 << 20;

    private static final int FEWEST = 128;
    private static final int MOST = 8192;

    ConsoleLimits {
        if (connections < 1 || perAddress < 1) {
            throw new IllegalArgumentException("danegate.console.connections and danegate.console."
                    + "connections-per-address are numbers from 1 on, or 0 for what suits the memory.");
        }
    }

    /// Limits that suit the memory, for values that are not set.
    ///
    /// @param connections as set, 0 for one a MiB of the heap, 128 to 8192
    /// @param perAddress as set, 0 for a quarter of all
    /// @param heap largest heap, in octets
    static ConsoleLimits of(int connections, int perAddress, long heap) {
        int all = connections == 0 ? Math.clamp(heap / HEAP_OF_ONE, FEWEST, MOST) : connections;
        return new ConsoleLimits(all, perAddress == 0 ? Math.max(1, all / 4) : perAddress);
    }
}
