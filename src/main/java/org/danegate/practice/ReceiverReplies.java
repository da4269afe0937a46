package org.danegate.practice;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.danegate.practice.ReceiverBehaviour.Drip;

/// Sends a receiver's replies, bent by its behaviour: late, twice, in drips, broken off or not at all.
final class ReceiverReplies {
    private final ReceiverBehaviour behaviour;
    private final CountDownLatch closed;
    private WireLines wire;
    private boolean twice;

    /// @param closed counted down when the receiver closes
    ReceiverReplies(WireLines wire, ReceiverBehaviour behaviour, CountDownLatch closed) {
        this.wire = wire;
        this.behaviour = behaviour;
        this.closed = closed;
    }

    /// From now on over other lines, those under TLS.
    void over(WireLines secured) {
        wire = secured;
    }

    /// From now on to this command word.
    void to(String verb) {
        twice = verb.equals(behaviour.quirks().twiceAt());
    }

    /// Says nothing until the receiver closes, this long at most.
    void silence(int millis) throws InterruptedException {
        closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /// Sends the greeting octet by octet, and goes on beyond its end.
    void drip(String greeting, Drip drip) throws IOException, InterruptedException {
        for (int i = 0; i < drip.octets(); i++) {
            if (closed.await(drip.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            wire.write(i < greeting.length() ? greeting.substring(i, i + 1) : ".");
        }
    }

    /// Says the line; a 421 ends the conversation.
    ///
    /// @return whether the conversation continues
    boolean answer(String line) throws IOException, InterruptedException {
        say(line);
        return !line.startsWith("421");
    }

    void say(String line) throws IOException, InterruptedException {
        if (closed.await(behaviour.delay().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("receiver is closing");
        }
        wire.write(twice ? line + "\r\n" + line + "\r\n" : line + "\r\n");
    }

    /// Sends the beginning of a reply; the conversation does not continue.
    boolean breakOff(String beginning) throws IOException {
        wire.write(beginning);
        return false;
    }
}
