package org.danegate.smtp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What to offer to peers whose handshake failed before. Some servers share no quick group; others hang or break off at
/// a first message that does not fit into one packet, as with a hybrid group (openssl/openssl#27557). An attacker who
/// breaks off a handshake gets classical groups: that costs secrecy against a later quantum computer, and nothing of
/// the
/// authentication. Thread-safe.
final class PeerOffers {

    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration CLASSICAL_FOR = Duration.ofDays(1);

    /// The groups of one handshake.
    enum Offer {
        /// Those whose keys are cheap, a hybrid one among them where the platform has it.
        QUICK,
        /// All of them.
        EVERYTHING,
        /// All but hybrid ones.
        CLASSICAL
    }

    /// How a handshake failed.
    enum Failure {
        /// By an alert, or by what the peer sent.
        ALERT,
        /// The connection ended.
        BROKEN,
        /// The time was over.
        HUNG;

        static Failure of(IOException e) {
            if (e instanceof SocketTimeoutException) {
                return HUNG;
            }
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof EOFException || cause instanceof SocketException) {
                    return BROKEN;
                }
            }
            return e instanceof SSLException ? ALERT : BROKEN;
        }
    }

    private final Cache<String, Offer> everything;
    private final Cache<String, Offer> classical;

    PeerOffers(Ticker ticker) {
        everything = builder(ticker).build();
        classical = builder(ticker).expireAfterWrite(CLASSICAL_FOR).build();
    }

    private static Caffeine<Object, Object> builder(Ticker ticker) {
        return Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).ticker(ticker).executor(Runnable::run);
    }

    /// What to offer to a peer.
    ///
    /// @param first what is offered to a peer that nothing is known of
    Offer to(String peer, Offer first) {
        if (classical.getIfPresent(peer) != null) {
            return Offer.CLASSICAL;
        }
        return everything.getIfPresent(peer) != null ? Offer.EVERYTHING : first;
    }

    /// Records that a handshake failed.
    ///
    /// @param large whether the offer had a hybrid group
    void failed(String peer, Offer was, boolean large, Failure how) {
        Offer next = next(was, large, how);
        if (next == Offer.CLASSICAL) {
            classical.put(peer, next);
        } else if (next != null) {
            everything.put(peer, next);
        }
    }

    /// What may help instead of an offer that failed; null when nothing may.
    static @Nullable Offer next(Offer was, boolean large, Failure how) {
        if (large && how != Failure.ALERT) {
            return Offer.CLASSICAL;
        }
        return was == Offer.QUICK ? Offer.EVERYTHING : null;
    }

    /// Whether another handshake at once may help. A peer that used up all the time for a small offer would do so
    /// again.
    static boolean helpsAtOnce(Offer was, boolean large, Failure how) {
        return next(was, large, how) != null && (large || how != Failure.HUNG);
    }
}
