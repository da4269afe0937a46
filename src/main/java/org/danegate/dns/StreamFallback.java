package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.xbill.DNS.Message;

/// The same question by TCP, sent once at most, when what comes by UDP cannot be believed.
final class StreamFallback {

    private enum State {
        NOT_ASKED,
        ASKED,
        IN_VAIN
    }

    private final InetSocketAddress server;
    private final Message query;
    private final Consumer<Arrival> arrivals;
    private State state = State.NOT_ASKED;

    /// @param arrivals receives the answer or the failure, on another thread
    StreamFallback(InetSocketAddress server, Message query, Consumer<Arrival> arrivals) {
        this.server = server;
        this.query = query;
        this.arrivals = arrivals;
    }

    boolean isUnused() {
        return state == State.NOT_ASKED;
    }

    boolean isPending() {
        return state == State.ASKED;
    }

    boolean isInVain() {
        return state == State.IN_VAIN;
    }

    void begin(Duration timeout) {
        state = State.ASKED;
        Thread.ofVirtual().name("dns-answer").start(() -> ask(timeout));
    }

    private void ask(Duration timeout) {
        try {
            arrivals.accept(new Arrival.ByStream(StreamExchange.ask(server, query, timeout)));
        } catch (IOException e) {
            arrivals.accept(new Arrival.NotByStream(e));
        }
    }

    /// The failure has arrived.
    void failed() {
        state = State.IN_VAIN;
    }
}
