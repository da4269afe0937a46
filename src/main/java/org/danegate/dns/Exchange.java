package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.danegate.dns.Arrival.Guess;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.WireParseException;

/// One question to one server by UDP, sent again with doubled waits while nothing comes back. All sends stay open until
/// the question's time is over: a late answer to an early send is as good as any other.
///
/// A datagram that does not answer the question is dropped, and the wait continues, so that its sender cannot end it.
/// After one with the right id, or {@link #MOST_WRONG} without, the question is also sent by TCP, where no off-path
/// sender can answer. After that many, no UDP datagram is believed while TCP is pending, so that a flood of guesses
/// gets no further tries (RFC 5452 section 9.3).
final class Exchange {

    /// Wrong datagrams to one question before it goes by TCP and UDP is ignored.
    static final int MOST_WRONG = 8;

    /// Wrong datagrams after which the question is abandoned if the server cannot be queried by TCP.
    static final int MOST_WRONG_IN_ALL = 1000;

    private static final int UDP_SIZE = 1232;
    private static final int MOST_SENDS = 8;

    /// How long to wait for a server whose answer cannot be read and which cannot be queried by TCP: a broken
    /// server is more likely than a forger who knows the id.
    private static final Duration UNREADABLE = Duration.ofSeconds(1);

    private final InetSocketAddress server;
    private final Message query;
    private final RoundTrips times;
    private final Duration patience;
    private final ExchangeLetters letters;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>(MOST_WRONG_IN_ALL);
    private final List<Datagram> open = new ArrayList<>();

    private final StreamFallback stream;
    private int sends;
    private int wrong;
    private boolean unreadable;
    private long end;
    private @Nullable WireParseException odd;
    private @Nullable IOException fault;

    /// @param times round-trip times of the server; read, and updated with the answer
    /// @param patience a server that answers other questions meanwhile is not waited for longer than this, and ten
    /// times its usual wait
    /// @param letters whether the server tolerates mixed letters; read, and updated when it does not
    Exchange(InetSocketAddress server, Message query, RoundTrips times, Duration patience, MixedLetters letters) {
        this.server = server;
        this.query = query;
        this.times = times;
        this.patience = patience;
        this.letters = new ExchangeLetters(letters);
        this.stream = new StreamFallback(server, query, this::arrived);
    }

    /// The question as it is sent: with EDNS and DO.
    static Message withEdns(Message query) {
        Message full = query.clone();
        if (full.getOPT() == null) {
            full.addRecord(new OPTRecord(UDP_SIZE, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        }
        return full;
    }

    /// Datagrams that were dropped because they were no answer to the question.
    int wrong() {
        return wrong;
    }

    /// Whether the answer belongs to a question in letters other than the original ones.
    boolean answeredMixed() {
        return letters.answeredMixed();
    }

    /// Sends and waits. The answer may be truncated.
    ///
    /// @param timeout for all sends together
    /// @param start when the timeout began, of {@link System#nanoTime}
    /// @param answersOthers true once the server has answered another question since this one began
    /// @throws SocketTimeoutException when nothing came in time
    /// @throws WireParseException when only answers came that cannot be read or that belong to another question
    /// @throws IOException for a network error, such as a closed port
    Message ask(Duration timeout, long start, BooleanSupplier answersOthers) throws IOException {
        Duration wait = times.patience();
        Duration lost = lostAfter(wait);
        end = start + timeout.toNanos();
        try {
            while (true) {
                long now = System.nanoTime();
                boolean given = now - start >= lost.toNanos() && answersOthers.getAsBoolean();
                if (end - now <= 0 || given || wrong >= MOST_WRONG_IN_ALL) {
                    throw nothing(given ? Duration.ofNanos(now - start) : timeout);
                }
                if (sends < MOST_SENDS && !onlyByStream()) {
                    send();
                }
                boolean last = sends >= MOST_SENDS;
                Message answer = await(now + wait.toNanos());
                if (answer != null) {
                    return answer;
                }
                wait = last ? wait : wait.multipliedBy(2);
            }
        } finally {
            open.forEach(Datagram::close);
        }
    }

    private Duration lostAfter(Duration usual) {
        Duration tenTimes = usual.multipliedBy(10);
        return tenTimes.compareTo(patience) > 0 ? tenTimes : patience;
    }

    private IOException nothing(Duration waited) {
        WireParseException unfit = odd;
        return unfit != null ? unfit : new SocketTimeoutException("no answer within " + waited.toMillis() + " ms");
    }

    /// Whether a flood of wrong answers came by UDP, so that only TCP is awaited.
    private boolean onlyByStream() {
        return stream.isPending() && wrong >= MOST_WRONG;
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    private void send() throws IOException {
        boolean mix = letters.mix(sends);
        sends++;
        Datagram sent = Datagram.send(server, query, mix, left(), this::arrived);
        letters.sent(sent.mixed());
        open.add(sent);
    }

    /// Called by other threads.
    private void arrived(Arrival arrival) {
        // If the queue is full, so many datagrams already wait to be counted that this one changes nothing.
        boolean ignored = arrivals.offer(arrival);
    }

    /// Waits for an answer; null when the question must be sent again, or the time is over.
    private @Nullable Message await(long until) throws IOException {
        while (true) {
            Arrival arrival = next(end - until < 0 ? end : until);
            if (arrival == null) {
                return null;
            }
            switch (arrival) {
                case Arrival.Answer answer -> {
                    if (!onlyByStream()) {
                        return answered(answer);
                    }
                }
                case Arrival.ByStream answer -> {
                    return taken(answer.message());
                }
                case Arrival.NotByStream ignored -> {
                    if (withoutStream()) {
                        return null;
                    }
                }
                case Arrival.Fault of -> fail(of.what());
                case Arrival.Wrong of -> {
                    drop(of);
                    if (wrong >= MOST_WRONG_IN_ALL) {
                        return null;
                    }
                }
            }
        }
    }

    private Message answered(Arrival.Answer answer) {
        times.took(answer.roundTrip());
        letters.answered(answer.mixed());
        return taken(answer.message());
    }

    private Message taken(Message answer) {
        letters.conclude();
        return answer;
    }

    /// Keeps a network error of UDP for later while TCP is pending.
    private void fail(IOException what) throws IOException {
        fault = what;
        if (!stream.isPending()) {
            throw what;
        }
    }

    /// True when the question must be sent again at once.
    private boolean withoutStream() throws IOException {
        stream.failed();
        IOException before = fault;
        if (before != null) {
            throw before;
        }
        hurry();
        if (wrong < MOST_WRONG && !letters.areNotRepeated()) {
            return false;
        }
        sends = Math.min(sends, MOST_SENDS - 1);
        return true;
    }

    private void drop(Arrival.Wrong of) {
        wrong++;
        boolean near = of.guess() != Guess.OTHER_ID;
        odd = near ? of.what() : odd;
        if (of.guess() == Guess.OTHER_LETTERS) {
            letters.notRepeated();
        }
        unreadable |= of.guess() == Guess.UNREADABLE;
        if (stream.isUnused() && (near || wrong >= MOST_WRONG)) {
            stream.begin(left().dividedBy(2));
        }
        if (onlyByStream()) {
            open.forEach(Datagram::close);
            open.clear();
        }
        hurry();
    }

    private void hurry() {
        if (unreadable && stream.isInVain()) {
            end = Math.min(end, System.nanoTime() + UNREADABLE.toNanos());
            unreadable = false;
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

    /// True for an answer that did not fit and must be queried by TCP.
    static boolean truncated(Message answer) {
        return answer.getHeader().getFlag(Flags.TC);
    }
}
