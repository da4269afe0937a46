package org.danegate.queue;

/// Mail of one destination that shares its outcome: of one direction, as DANE may fail for one and not be asked for the
/// other, and through one virtual gateway, as a receiver may turn away one and take the other.
///
/// @param relayed true for mail that came in under RELAY
/// @param gateway name of the IP interface it leaves by, empty for the system's choice
public record Lane(boolean relayed, String gateway) implements Comparable<Lane> {

    @Override
    public int compareTo(Lane other) {
        int byDirection = Boolean.compare(relayed, other.relayed);
        return byDirection != 0 ? byDirection : gateway.compareTo(other.gateway);
    }
}
