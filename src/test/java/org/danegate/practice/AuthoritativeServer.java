package org.danegate.practice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// An authoritative server by UDP for some zones of a practice tree: it answers for its zones, refers to the servers of
/// the zones below and refuses the rest. All servers of one network share a port.
public final class AuthoritativeServer implements AutoCloseable {

    /// The zones of a network and where each is served. A name server name given for a zone goes without glue.
    public record Network(PracticeTree tree, Map<String, String> places, Map<String, String> nameless) {}

    private final Network network;
    private final Set<String> served;
    private final DatagramSocket socket;
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile int failing = Rcode.NOERROR;
    private volatile boolean silent;
    private volatile boolean beforeEdns;

    /// Starts at `127.26.0.number`; port 0 takes a free one.
    public AuthoritativeServer(Network network, Set<String> served, int number, int port) throws IOException {
        this.network = network;
        this.served = served;
        this.socket = new DatagramSocket(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 26, 0, (byte) number}), port));
        Thread.ofVirtual().start(this::serve);
    }

    /// Where it answers.
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// What it was asked, as `name type` in small letters, in order.
    public List<String> questions() {
        return questions;
    }

    /// Answers every question with that code.
    public void fail(int rcode) {
        failing = rcode;
    }

    /// Answers nothing.
    public void silence(boolean on) {
        silent = on;
    }

    /// Answers FORMERR to EDNS, and knows nothing of DNSSEC (RFC 6891 section 7).
    public void beforeEdns(boolean on) {
        beforeEdns = on;
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                questions.add(query.getQuestion().getName().canonicalize() + " "
                        + Type.string(query.getQuestion().getType()));
                if (!silent) {
                    byte[] reply = reply(query).toWire(1232);
                    socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    private Message reply(Message query) {
        Name name = query.getQuestion().getName();
        int type = query.getQuestion().getType();
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        if (beforeEdns && query.getOPT() != null) {
            reply.getHeader().setRcode(Rcode.FORMERR);
            return reply;
        }
        if (query.getOPT() != null) {
            reply.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        }
        Name below = type == Type.DS && name.labels() > 1 ? new Name(name, 1) : name;
        String zone = deepest(below, network.places().keySet());
        if (failing != Rcode.NOERROR || query.getHeader().getFlag(Flags.RD)) {
            reply.getHeader().setRcode(failing != Rcode.NOERROR ? failing : Rcode.REFUSED);
        } else if (served.contains(zone)) {
            TreeAnswer answer = new TreeAnswer();
            network.tree().zone(zone).content().answer(name, type, answer);
            reply.getHeader().setFlag(Flags.AA);
            reply.getHeader().setRcode(answer.rcode());
            answer.answer().stream().filter(r -> fits(r, query)).forEach(r -> reply.addRecord(r, Section.ANSWER));
            answer.authority().stream().filter(r -> fits(r, query)).forEach(r -> reply.addRecord(r, Section.AUTHORITY));
        } else {
            refer(below, reply);
        }
        return reply;
    }

    private static boolean fits(Record record, Message query) {
        return query.getOPT() != null
                || !Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3).contains(record.getType());
    }

    private void refer(Name name, Message reply) {
        String above = deepest(name, served);
        String child = network.places().keySet().stream()
                .filter(z -> !z.equals(above) && name.subdomain(Records.name(z)))
                .filter(z -> Records.name(z).subdomain(Records.name(above)))
                .min(java.util.Comparator.comparingInt(z -> Records.name(z).labels()))
                .orElse("");
        if (!served.contains(above) || child.isEmpty()) {
            reply.getHeader().setRcode(Rcode.REFUSED);
            return;
        }
        String without = network.nameless().get(child);
        Name host = Records.name(without == null ? "ns." + child : without);
        reply.addRecord(new NSRecord(Records.name(child), DClass.IN, 60, host), Section.AUTHORITY);
        if (without == null) {
            reply.addRecord(glue(host, network.places().get(child)), Section.ADDITIONAL);
        }
    }

    private static Record glue(Name host, String address) {
        try {
            return new ARecord(host, DClass.IN, 60, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String deepest(Name name, Set<String> zones) {
        return zones.stream()
                .filter(z -> name.subdomain(Records.name(z)))
                .max(java.util.Comparator.comparingInt(z -> Records.name(z).labels()))
                .orElse(".");
    }

    /// A map for [Network] that may change.
    public static Map<String, String> places() {
        return new ConcurrentHashMap<>();
    }

    @Override
    public void close() {
        socket.close();
    }
}
