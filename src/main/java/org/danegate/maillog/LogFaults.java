package org.danegate.maillog;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.danegate.address.VisibleText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The logs that cannot be written, why, and when they are tried again. One thread changes it, any thread may ask for a
/// fault.
final class LogFaults {

    // The name that administrators know from the server's log.
    private static final Logger LOG = LoggerFactory.getLogger(MailLogFiles.class);

    /// Milliseconds between two attempts to write a log that could not be written.
    private static final long AGAIN = TimeUnit.SECONDS.toMillis(10);

    private final InstantSource clock;
    private final Map<String, String> faults = new ConcurrentHashMap<>();
    private long nextTry;

    LogFaults(InstantSource clock) {
        this.clock = clock;
    }

    /// The reason why a log cannot be written, null when it can.
    @Nullable
    String of(String log) {
        return faults.get(log);
    }

    Set<String> logs() {
        return Set.copyOf(faults.keySet());
    }

    /// Logs the fault only once; the fault is kept until the log can be written again.
    void failed(String log, Exception failed) {
        boolean first = !faults.containsKey(log);
        if (first) {
            // Before the fault becomes visible: the next attempt is timed from the moment of the fault.
            nextTry = clock.millis() + AGAIN;
        }
        faults.put(log, VisibleText.of(String.valueOf(failed.getMessage())));
        if (first) {
            LOG.error("log {} cannot be written", log, failed);
        }
    }

    /// The log can be written again, or is not wanted any more.
    void over(String log) {
        faults.remove(log);
    }

    void keepOnly(Set<String> logs) {
        faults.keySet().retainAll(logs);
    }

    /// Whether it is time for another attempt. The one after it is due 10 s later.
    boolean isDue() {
        if (faults.isEmpty() || clock.millis() < nextTry) {
            return false;
        }
        nextTry = clock.millis() + AGAIN;
        return true;
    }
}
