package org.danegate.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.WireParseException;

/// One question put to one server by UDP, sent again with doubled waits while nothing comes back. Each send has a port
/// and an id of its own by chance (RFC 5452 section 9.2), and all of them stay open until the question's time is over:
/// a late answer to an early send is as good as any. What comes from elsewhere, with another id or to another question,
/// is passed over.
final class Exchange {

    private static final int UDP_SIZE = 1232;
    private static final int RECEIVE_BUFFER = 4096;
    private static final int HEADER = 12;
    private static final int MOST_SENDS = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private sealed interface Arrival {
        record Answer(Message message, long roundTrip) implements Arrival {}

        /// The server answered something else: perhaps a forger's, so the wait goes on.
        record Odd(WireParseException what) implements Arrival {}

        record Fault(IOException what) implements Arrival {}
    }

    private final InetSocketAddress server;
    private final Message query;
    private final RoundTrips times;
    private final Duration patience;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final List<DatagramSocket> sockets = new ArrayList<>();

    /// @param times of the server: read, and told of the answer
    /// @param patience a server that answers other questions meanwhile is not waited for longer than this, and ten
    /// times its usual wait
    Exchange(InetSocketAddress server, Message query, RoundTrips times, Duration patience) {
        this.server = server;
        this.query = query;
        this.times = times;
        this.patience = patience;
    }

    /// The question as it is sent: with EDNS and DO.
    static Message withEdns(Message query) {
        Message full = query.clone();
        if (full.getOPT() == null) {
            full.addRecord(new OPTRecord(UDP_SIZE, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        }
        return full;
    }

    /// Sends and waits. The answer may be truncated.
    ///
    /// @param timeout for all sends together
    /// @param start when the timeout began, of {@link System#nanoTime}
    /// @param answersOthers true once the server has answered another question since this one began
    /// @throws SocketTimeoutException when nothing came in time
    /// @throws WireParseException when only answers came that cannot be read, or that are to another question
    /// @throws IOException for what the network says, such as a closed port
    Message ask(Duration timeout, long start, BooleanSupplier answersOthers) throws IOException {
        Duration usual = times.patience();
        Duration lost = usual.multipliedBy(10).compareTo(patience) > 0 ? usual.multipliedBy(10) : patience;
        Duration wait = usual;
        @Nullable WireParseException odd = null;
        try {
            while (true) {
                Duration left = timeout.minusNanos(System.nanoTime() - start);
                boolean given = timeout.minus(left).compareTo(lost) >= 0 && answersOthers.getAsBoolean();
                if (left.isNegative() || left.isZero() || given) {
                    throw odd != null
                            ? odd
                            : new SocketTimeoutException(
                                    "no answer within " + (given ? timeout.minus(left) : timeout).toMillis() + " ms");
                }
                if (sockets.size() < MOST_SENDS) {
                    send(left);
                }
                boolean last = sockets.size() >= MOST_SENDS;
                Duration pause = left.compareTo(wait) < 0 ? left : wait;
                long until = System.nanoTime() + pause.toNanos();
                for (Arrival arrival = next(until); arrival != null; arrival = next(until)) {
                    switch (arrival) {
                        case Arrival.Answer answer -> {
                            times.took(answer.roundTrip());
                            return answer.message();
                        }
                        case Arrival.Odd other -> odd = other.what();
                        case Arrival.Fault fault -> throw fault.what();
                    }
                }
                wait = last ? wait : wait.multipliedBy(2);
            }
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }

    private @Nullable Arrival next(long until) throws SocketTimeoutException {
        try {
            return arrivals.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketTimeoutException("interrupted");
        }
    }

    private void send(Duration left) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        sockets.add(socket);
        socket.connect(server);
        socket.setSoTimeout((int) Math.clamp(left.toMillis(), 1, Integer.MAX_VALUE));
        int id = RANDOM.nextInt(0x10000);
        Message sent = query.clone();
        sent.getHeader().setID(id);
        byte[] wire = sent.toWire();
        long start = System.nanoTime();
        socket.send(new DatagramPacket(wire, wire.length));
        Thread.ofVirtual().name("dns-answer").start(() -> receive(socket, id, start));
    }

    private void receive(DatagramSocket socket, int id, long start) {
        byte[] buffer = new byte[RECEIVE_BUFFER];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Arrival arrival = read(Arrays.copyOf(buffer, packet.getLength()), id, start);
                if (arrival != null) {
                    arrivals.add(arrival);
                }
                if (arrival instanceof Arrival.Answer || arrival instanceof Arrival.Fault) {
                    return;
                }
            }
        } catch (SocketTimeoutException e) {
            // The question's time is over, and so its asker says so.
            return;
        } catch (IOException e) {
            if (!socket.isClosed()) {
                arrivals.add(new Arrival.Fault(e));
            }
        }
    }

    /// Null for what is no answer to this send.
    private @Nullable Arrival read(byte[] wire, int id, long start) {
        if (wire.length < HEADER || ((wire[0] & 0xFF) << 8 | wire[1] & 0xFF) != id) {
            return null;
        }
        try {
            Message answer = parse(wire);
            try {
                RelevantRecords.check(query, answer);
            } catch (WireParseException e) {
                return new Arrival.Odd(e);
            }
            answer.getHeader().setID(query.getHeader().getID());
            return new Arrival.Answer(answer, System.nanoTime() - start);
        } catch (WireParseException e) {
            return new Arrival.Fault(e);
        }
    }

    /// @throws WireParseException for octets that are no DNS message, whatever the parser stumbles over
    static Message parse(byte[] wire) throws WireParseException {
        try {
            return new Message(wire);
        } catch (WireParseException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new WireParseException("no DNS message", e);
        }
    }

    /// True for an answer that did not fit and is to be asked for by TCP.
    static boolean truncated(Message answer) {
        return answer.getHeader().getFlag(Flags.TC);
    }
}
