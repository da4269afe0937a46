package org.danegate.access;

import java.time.Duration;

/// How much of the console's server there is for whoever connects.
///
/// @param connections connections that are open at once, 1 or more
/// @param perAddress how many of them one client's address may have, 1 or more
record ConsoleLimits(int connections, int perAddress) {

    /// What a request of somebody unknown may bring along, in octets: a name, a password and a few tokens.
    static final int STRANGERS_BODY = 16 << 10;
    /// What a request of somebody who has signed in may bring along where nothing is uploaded, in octets.
    static final int FORM = 1 << 20;
    /// What a script may upload where a whole file is taken, in octets: as much as a browser's form.
    static final int UPLOAD = 24 << 20;
    /// What is read of a stranger's body to no purpose, so that the answer arrives, in octets.
    static final int DROPPED_OF_STRANGERS = 256 << 10;
    /// What is read to no purpose of a file that was too large: a browser that is cut off shows no page. In octets.
    static final int DROPPED_OF_UPLOADS = 100 << 20;

    /// How long a connection may wait for the next request, its headers included.
    static final Duration WAIT = Duration.ofSeconds(20);
    /// How long a stranger's request may take, its body and the answer included.
    static final Duration STRANGERS_REQUEST = Duration.ofSeconds(30);
    /// How long a body may come as slowly as it likes.
    static final Duration SLOW_START = Duration.ofSeconds(20);
    /// What a body must bring afterwards, in octets a second on the average.
    static final int SLOWEST = 500;

    /// What one connection may cost while a request is under way, with its buffers and its thread, is a quarter of
    /// this and less, in octets: so all of them together stay below a quarter of the heap.
    private static final int HEAP_OF_ONE = 1 << 20;

    private static final int FEWEST = 128;
    private static final int MOST = 8192;

    ConsoleLimits {
        if (connections < 1 || perAddress < 1) {
            throw new IllegalArgumentException("danegate.console.connections and danegate.console."
                    + "connections-per-address are numbers from 1 on, or 0 for what suits the memory.");
        }
    }

    /// Limits that suit the memory, where none are set.
    ///
    /// @param connections as set, 0 for one a MiB of the heap, 128 to 8192
    /// @param perAddress as set, 0 for a quarter of all
    /// @param heap largest heap, in octets
    static ConsoleLimits of(int connections, int perAddress, long heap) {
        int all = connections == 0 ? Math.clamp(heap / HEAP_OF_ONE, FEWEST, MOST) : connections;
        return new ConsoleLimits(all, perAddress == 0 ? Math.max(1, all / 4) : perAddress);
    }
}
