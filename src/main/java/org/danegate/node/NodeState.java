package org.danegate.node;

/// What a node says it is doing.
public enum NodeState {
    /// It works.
    RUNNING,
    /// It takes no new mail and finishes what it has.
    DRAINING,
    /// It was stopped in an orderly way.
    STOPPED
}
