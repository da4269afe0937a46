package org.danegate.listener;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.address.ClientNetwork;
import org.jspecify.annotations.Nullable;

/// The places for conversations, over all listeners. A client gets another place while it has fewer than are still
/// free: a single client may have half of them, two a third each. Whatever they do, the next client finds as many free
/// places as each of them has. A client is an IPv4 address or an IPv6 /64, since a /64 is as easy to get.
final class ConnectionPlaces {

    private final int total;
    private final Map<InetAddress, Integer> taken = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private int free;

    ConnectionPlaces(int total) {
        this.total = total;
        this.free = total;
    }

    /// Takes a place; false when the client has its share or no place is free.
    ///
    /// @param client null for a proxy, whose client is not known yet and which has no share of its own
    boolean take(@Nullable InetAddress client) {
        lock.lock();
        try {
            if (free == 0 || client != null && !count(ClientNetwork.of(client), free)) {
                return false;
            }
            free--;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Counts a proxy's place as its client's; false when the client has its share, and the place is still the
    /// proxy's.
    boolean hand(InetAddress client) {
        lock.lock();
        try {
            return count(ClientNetwork.of(client), free + 1);
        } finally {
            lock.unlock();
        }
    }

    /// @param available free places, with the one that is being taken
    private boolean count(InetAddress network, int available) {
        int own = taken.getOrDefault(network, 0);
        if (own >= available) {
            return false;
        }
        taken.put(network, own + 1);
        return true;
    }

    /// Gives back a place that was taken.
    ///
    /// @param client null for a proxy whose place was not handed on
    void giveBack(@Nullable InetAddress client) {
        lock.lock();
        try {
            if (client != null) {
                taken.computeIfPresent(ClientNetwork.of(client), (network, own) -> own == 1 ? null : own - 1);
            }
            free = Math.min(total, free + 1);
        } finally {
            lock.unlock();
        }
    }
}
