package org.danegate;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Threads that mail depends on and that ended by an exception: nobody starts them again, so that health says DOWN
/// until
/// the process does.
final class EndedThreads {

    /// Begins of their names: of the queue, delivery, mail logs and other readers of events, lookups, and the
    /// listeners.
    static final List<String> NEEDED = List.of(
            "queue-log",
            "delivery-dispatcher",
            "mail-log",
            "events-",
            "dnsjava",
            "smtp-accept-",
            "smtp-deadlines-",
            "smtp-watch",
            "idle-connections");

    private final SortedMap<String, String> ended = new ConcurrentSkipListMap<>();

    /// Notes a thread's end where mail depends on it.
    void add(Thread thread, Throwable why) {
        String name = thread.getName();
        if (NEEDED.stream().anyMatch(name::startsWith)) {
            ended.put(name, why.getClass().getSimpleName());
        }
    }

    /// Names with the kind of exception; empty where all live.
    Map<String, String> byName() {
        return new TreeMap<>(ended);
    }
}
