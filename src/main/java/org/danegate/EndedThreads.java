package org.danegate;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Threads that mail depends on and that an exception ended. Nothing starts them again, so health reports DOWN until
/// the process is restarted.
final class EndedThreads {

    /// Prefixes of their names: threads of the queue, delivery, mail logs and other readers of events, lookups, and
    /// the listeners.
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

    /// Records that a thread ended, if mail depends on it.
    void add(Thread thread, Throwable why) {
        String name = thread.getName();
        if (NEEDED.stream().anyMatch(name::startsWith)) {
            ended.put(name, why.getClass().getSimpleName());
        }
    }

    /// Names of ended threads, each with the kind of exception; empty while all are alive.
    Map<String, String> byName() {
        return new TreeMap<>(ended);
    }
}
