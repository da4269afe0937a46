package org.danegate.listener;

/// Why all listeners of this node are closed on purpose.
public enum Rest {
    /// They are not.
    NONE,
    /// The node drains: it takes no new mail until it is resumed.
    DRAINING,
    /// The node does not have the role listener.
    NO_ROLE
}
