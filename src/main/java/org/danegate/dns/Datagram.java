package org.danegate.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.danegate.dns.Arrival.Guess;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.WireParseException;

/// One question sent once by UDP, from a random port and with a random id of its own (RFC 5452 section 9.2), and all
/// replies to that port. The socket is connected: the system drops datagrams from elsewhere.
final class Datagram {

    private static final int RECEIVE_BUFFER = 4096;
    private static final int HEADER = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Message query;
    private final Name asked;
    private final byte[] sentName;
    private final int id = RANDOM.nextInt(0x10000);
    private final DatagramSocket socket;
    private final long start = System.nanoTime();
    private final boolean mixed;

    private Datagram(Message query, Name asked, Name sent, DatagramSocket socket) {
        this.query = query;
        this.asked = asked;
        this.sentName = sent.toWire();
        this.mixed = !Arrays.equals(asked.toWire(), sentName);
        this.socket = socket;
    }

    /// Sends and listens until the time is over, or until it is closed.
    ///
    /// @param mix whether the letters of the question are mixed
    /// @param arrivals receives each datagram that comes back, on another thread
    /// @throws IOException when it cannot be sent
    static Datagram send(
            InetSocketAddress server, Message query, boolean mix, Duration left, Consumer<Arrival> arrivals)
            throws IOException {
        Name asked = query.getQuestion().getName();
        DatagramSocket socket = new DatagramSocket();
        Datagram datagram = new Datagram(query, asked, mix ? MixedLetters.mixed(asked) : asked, socket);
        try {
            socket.connect(server);
            socket.setSoTimeout(Math.clamp(left.toMillis(), 1, Integer.MAX_VALUE));
            byte[] wire = datagram.wire();
            socket.send(new DatagramPacket(wire, wire.length));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        Thread.ofVirtual().name("dns-answer").start(() -> datagram.receive(arrivals));
        return datagram;
    }

    private byte[] wire() throws IOException {
        Message sent = query.clone();
        sent.getHeader().setID(id);
        sent.removeAllRecords(Section.QUESTION);
        Record question = query.getQuestion();
        sent.addRecord(
                Record.newRecord(new Name(sentName), question.getType(), question.getDClass()), Section.QUESTION);
        return sent.toWire();
    }

    /// Whether it was sent in letters other than those of the original question.
    boolean mixed() {
        return mixed;
    }

    void close() {
        socket.close();
    }

    private void receive(Consumer<Arrival> arrivals) {
        byte[] buffer = new byte[RECEIVE_BUFFER];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Arrival arrival = read(Arrays.copyOf(buffer, packet.getLength()));
                arrivals.accept(arrival);
                if (arrival instanceof Arrival.Answer) {
                    return;
                }
            }
        } catch (SocketTimeoutException e) {
            // The question's time is over; the caller reports that.
            return;
        } catch (IOException e) {
            if (!socket.isClosed()) {
                arrivals.accept(new Arrival.Fault(e));
            }
        }
    }

    private Arrival read(byte[] wire) {
        if (wire.length < HEADER || ((wire[0] & 0xFF) << 8 | wire[1] & 0xFF) != id) {
            return new Arrival.Wrong(Guess.OTHER_ID, new WireParseException("an answer to another question"));
        }
        boolean repeated = restore(wire);
        try {
            return judged(parse(wire), repeated);
        } catch (WireParseException e) {
            return new Arrival.Wrong(Guess.UNREADABLE, e);
        }
    }

    private Arrival judged(Message answer, boolean repeated) {
        try {
            RelevantRecords.check(query, answer);
        } catch (WireParseException e) {
            return new Arrival.Wrong(Guess.OTHER_QUESTION, e);
        }
        if (!repeated && answer.getQuestion() != null) {
            return new Arrival.Wrong(
                    Guess.OTHER_LETTERS, new WireParseException("an answer to the question in other letters"));
        }
        answer.getHeader().setID(query.getHeader().getID());
        return new Arrival.Answer(answer, System.nanoTime() - start, mixed);
    }

    /// Restores the original letters in the question if the answer repeats it exactly as sent: names in the records
    /// point to it.
    private boolean restore(byte[] wire) {
        int end = HEADER + sentName.length;
        if (wire.length < end || !Arrays.equals(wire, HEADER, end, sentName, 0, sentName.length)) {
            return false;
        }
        System.arraycopy(asked.toWire(), 0, wire, HEADER, sentName.length);
        return true;
    }

    /// @throws WireParseException for octets that are not a DNS message, whatever error the parser meets, and for
    ///     records that it reads but then cannot write or compare
    static Message parse(byte[] wire) throws WireParseException {
        try {
            Message message = new Message(wire);
            for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
                message.getSection(section).forEach(Record::rdataToWireCanonical);
            }
            return message;
        } catch (WireParseException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new WireParseException("no DNS message", e);
        }
    }
}
