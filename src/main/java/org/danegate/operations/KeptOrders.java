package org.danegate.operations;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.queue.DestinationOrders;

/// Standing orders: kept in the database, answered from memory. An order is in force once it is stored.
public final class KeptOrders implements DestinationOrders {

    private final DestinationOrderRows rows;
    private final Map<String, DestinationOrder> orders = new ConcurrentHashMap<>();
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    private final Runnable announce;

    /// @param announce has the other nodes read each change
    KeptOrders(DestinationOrderRows rows, Runnable announce) {
        this.rows = rows;
        this.announce = announce;
        rows.findAll().forEach(order -> orders.put(order.getDestination(), order));
    }

    /// Takes what the database has, after another node changed it.
    void reload() {
        boolean changed;
        lock.lock();
        try {
            Map<String, DestinationOrder> now = rows.findAll().stream()
                    .collect(Collectors.toMap(DestinationOrder::getDestination, Function.identity()));
            changed = orders.keySet().retainAll(now.keySet());
            for (DestinationOrder order : now.values()) {
                changed |= !order.isSameAs(orders.put(order.getDestination(), order));
            }
        } finally {
            lock.unlock();
        }
        if (changed) {
            readers.forEach(Runnable::run);
        }
    }

    @Override
    public Optional<String> suspension(String destination) {
        DestinationOrder own = orders.get(destination);
        if (own != null && own.isSuspended()) {
            return Optional.of(own.getReason());
        }
        DestinationOrder all = orders.get(DestinationOrder.ALL);
        return all != null && all.isSuspended() ? Optional.of(all.getReason()) : Optional.empty();
    }

    @Override
    public Optional<Duration> grace(String destination) {
        return Stream.of(destination, DestinationOrder.ALL)
                .map(this::of)
                .filter(DestinationOrder::isSuspended)
                .flatMap(order -> order.grace().stream())
                .min(Comparator.naturalOrder());
    }

    @Override
    public Optional<Redirect> redirect(String destination) {
        return Optional.ofNullable(orders.get(destination)).flatMap(DestinationOrder::getRedirect);
    }

    @Override
    public void onChange(Runnable reader) {
        readers.add(reader);
    }

    /// The order for a destination, or for all destinations.
    public DestinationOrder of(String destination) {
        DestinationOrder order = orders.get(destination);
        return order == null ? DestinationOrder.none(destination) : order;
    }

    /// All orders that change something; the one for all destinations first.
    public List<DestinationOrder> all() {
        return orders.values().stream()
                .sorted(Comparator.comparing(
                                (DestinationOrder o) -> !o.getDestination().equals(DestinationOrder.ALL))
                        .thenComparing(DestinationOrder::getDestination))
                .toList();
    }

    void change(String destination, UnaryOperator<DestinationOrder> how) {
        lock.lock();
        try {
            DestinationOrder changed = how.apply(of(destination));
            if (!changed.isEmpty()) {
                orders.put(destination, rows.save(changed));
            } else if (orders.containsKey(destination)) {
                rows.deleteById(destination);
                orders.remove(destination);
            }
            announce.run();
        } finally {
            lock.unlock();
        }
        readers.forEach(Runnable::run);
    }
}
