package org.danegate.event;

/// Mail of one destination that shares its outcome. It has one direction, because DANE may fail for one direction
/// and not apply to the other. It leaves by one virtual gateway, because a receiver may reject one gateway and
/// accept another.
///
/// @param relayed true for mail that came in under RELAY
/// @param gateway name of the IP interface it leaves by, empty for the system's choice
public record Lane(boolean relayed, String gateway) implements Comparable<Lane> {

    /// Mail that did not come in under RELAY and leaves by the system's choice, such as that which Danegate makes.
    public static final Lane PLAIN = new Lane(false, "");

    @Override
    public int compareTo(Lane other) {
        int byDirection = Boolean.compare(relayed, other.relayed);
        return byDirection != 0 ? byDirection : gateway.compareTo(other.gateway);
    }
}
