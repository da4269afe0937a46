package org.danegate.event;

/// Mail of one destination that shares its outcome. It has one direction, because DANE may fail for one direction
/// and not apply to the other. It leaves by one virtual gateway, because a receiver may reject one gateway and
/// accept another. Its messages ask the same of TLS, because one server may offer REQUIRETLS and another not.
///
/// @param relayed true for mail that came in under RELAY
/// @param gateway name of the IP interface it leaves by, empty for the system's choice
/// @param tls what its messages ask of TLS
public record Lane(boolean relayed, String gateway, TlsTag tls) implements Comparable<Lane> {

    /// Mail that did not come in under RELAY and leaves by the system's choice, such as that which Danegate makes.
    public static final Lane PLAIN = new Lane(false, "");

    /// Mail that asks nothing of TLS itself.
    public Lane(boolean relayed, String gateway) {
        this(relayed, gateway, TlsTag.NONE);
    }

    @Override
    public int compareTo(Lane other) {
        int byDirection = Boolean.compare(relayed, other.relayed);
        int byGateway = byDirection != 0 ? byDirection : gateway.compareTo(other.gateway);
        return byGateway != 0 ? byGateway : tls.compareTo(other.tls);
    }
}
