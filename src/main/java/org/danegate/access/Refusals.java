package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/// Writes refusals to the audit log: a request that the role does not allow, a form without its token, a bearer token
/// that is not valid, an attempt to sign in before the wait is over. Provoking refusals costs nothing, so only [#MOST]
/// lines of a kind are written in each [#WINDOW]; the next line says how many were left out.
final class Refusals {

    /// Lines of one kind in one window.
    static final int MOST = 10;

    /// Length of a window.
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final int CAPACITY = 1000;
    private static final int LONGEST_PATH = 200;

    private final Audit audit;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Window> windows = new LinkedHashMap<>(64, 0.75f, true);

    /// @param since when it began
    /// @param count refusals in it
    /// @param before refusals of the previous window that were left out
    private record Window(Instant since, int count, int before) {

        boolean holds(Instant now) {
            return now.isBefore(since.plus(WINDOW));
        }

        Window next() {
            return new Window(since, count + 1, before);
        }

        int leftOut() {
            return Math.max(0, count - MOST);
        }
    }

    Refusals(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /// Records a refused request of a signed-in user. Each user is a kind of its own.
    ///
    /// @param why reason, empty when it is the role
    void request(@Nullable Authentication somebody, HttpServletRequest request, String why) {
        String user = somebody == null ? "unknown" : somebody.getName();
        String path = request.getRequestURI();
        String shortened = path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) : path;
        String asked = (request.getMethod() + " " + shortened).replaceAll("\\p{C}", "?");
        write("user " + user, user, "was refused " + asked + (why.isEmpty() ? "" : ": " + why));
    }

    /// Records a bearer token that is not valid. All strangers together are one kind.
    void token(HttpServletRequest request) {
        write("token", "unknown", "failed to sign in from " + request.getRemoteAddr() + ": bearer token is not valid");
    }

    /// Records a sign-in by an identity provider that failed. All of them together are one kind.
    void provider(HttpServletRequest request) {
        write(
                "provider",
                "unknown",
                "failed to sign in from " + request.getRemoteAddr()
                        + " by the identity provider; the log of the server says why");
    }

    /// Records a passkey that is not known or whose answer does not hold. All of them together are one kind.
    void passkey(HttpServletRequest request) {
        write(
                "passkey",
                "unknown",
                "failed to sign in from " + request.getRemoteAddr()
                        + " with a passkey; the log of the server says why");
    }

    /// Records an attempt to sign in that came before the wait was over. All of them together are one kind.
    void attempt(String user, String address) {
        write("attempt", user, "was not let try to sign in from " + address + ": too many failed attempts");
    }

    private void write(String kind, String user, String action) {
        Window window = count(kind);
        if (window.count() <= MOST) {
            boolean tell = window.count() == 1 && window.before() > 0;
            audit.record(user, tell ? action + " (" + window.before() + " more before were left out)" : action);
        }
    }

    private Window count(String kind) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Window last = windows.get(kind);
            Window window = last != null && last.holds(now)
                    ? last.next()
                    : new Window(now, 1, last == null ? 0 : last.leftOut());
            windows.put(kind, window);
            if (windows.size() > CAPACITY) {
                windows.remove(windows.keySet().iterator().next());
            }
            return window;
        } finally {
            lock.unlock();
        }
    }
}
