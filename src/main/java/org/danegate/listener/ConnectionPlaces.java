package org.danegate.listener;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.address.ClientNetwork;

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
    boolean take(InetAddress client) {
        InetAddress network = ClientNetwork.of(client);
        lock.lock();
        try {
            int own = taken.getOrDefault(network, 0);
            if (own >= free) {
                return false;
            }
            taken.put(network, own + 1);
            free--;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Gives back a place that was taken.
    void giveBack(InetAddress client) {
        lock.lock();
        try {
            taken.computeIfPresent(ClientNetwork.of(client), (network, own) -> own == 1 ? null : own - 1);
            free = Math.min(total, free + 1);
        } finally {
            lock.unlock();
        }
    }
}
