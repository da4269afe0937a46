package org.danegate.listener;

/// The stop sign of a listener, in two steps: first conversations without a transaction end, then all.
final class Drain {

    private volatile boolean begun;
    private volatile boolean over;

    void begin() {
        begun = true;
    }

    void end() {
        begun = true;
        over = true;
    }

    boolean begun() {
        return begun;
    }

    boolean over() {
        return over;
    }
}
