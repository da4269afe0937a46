package org.danegate.monitor;

/// Whose side a trouble is on: where somebody has to act.
public enum Side {
    /// Ours: the policy, an order of an administrator, this host.
    OURS,
    /// The receiver's: its hosts, certificates or records.
    THEIRS,
    /// Between the two: the network.
    BETWEEN,
    /// DNS: a server on the way from the receiver's zone to our resolver.
    DNS
}
