package org.danegate.monitor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The first items of a large collection in an order, without sorting all of it.
final class Topmost<T> {

    private final Comparator<T> order;
    private final int most;
    private final PriorityQueue<T> kept;

    Topmost(Comparator<T> order, int most) {
        this.order = order;
        this.most = most;
        this.kept = new PriorityQueue<>(order.reversed());
    }

    void add(T one) {
        if (kept.size() < most) {
            kept.add(one);
        } else if (order.compare(one, kept.element()) < 0) {
            kept.remove();
            kept.add(one);
        }
    }

    List<T> inOrder() {
        List<T> sorted = new ArrayList<>(kept);
        sorted.sort(order);
        return sorted;
    }
}
