package org.danegate.practice;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Turns a request's bytes into a reply's bytes: header, EDNS, faults, truncation (RFC 1035 section 4, RFC 6891).
record DnsReplies(PracticeTree tree, ResolverFaults faults, QueryLog log) {
    /// The largest UDP answer that is ever sent, whatever the client allows (RFC 9715).
    static final int MAX_UDP = 1232;

    private static final int PLAIN_UDP = 512;
    private static final int MAX_TCP = 65_535;
    private static final int HEADER_BYTES = 12;
    private static final Set<Integer> DNSSEC_TYPES = Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3);

    /// The reply and its delay.
    record Reply(byte[] bytes, Duration delay) {}

    /// The reply to a request; empty when none is sent.
    Optional<Reply> reply(byte[] request, PracticeQuery.Transport transport) {
        Message query;
        try {
            query = new Message(request);
        } catch (IOException e) {
            return request.length < HEADER_BYTES ? Optional.empty() : immediately(formatError(request));
        }
        Record question = query.getQuestion();
        if (query.getHeader().getFlag(Flags.QR) || question == null) {
            return Optional.empty();
        }
        String name = question.getName().toString(true).toLowerCase(Locale.ROOT);
        String type = Type.string(question.getType());
        log.add(new PracticeQuery(
                name, type, transport, dnssecOk(query), query.getHeader().getFlag(Flags.CD)));
        if (faults.isSilent() || transport == PracticeQuery.Transport.UDP && faults.losesThis()) {
            return Optional.empty();
        }
        if (faults.refusesEdns() && query.getOPT() != null) {
            return immediately(formatError(request));
        }
        Optional<ResolverFaults.Fault> fault = faults.at(name, type);
        if (fault.isEmpty()) {
            byte[] answer = faults.orStale(
                    name + " " + type + " " + transport + " " + dnssecOk(query),
                    () -> answer(query, question, transport));
            answer[0] = request[0];
            answer[1] = request[1];
            return Optional.of(new Reply(answer, faults.delayOfAll()));
        }
        return switch (fault.get()) {
            case ResolverFaults.Fault.Drop drop -> Optional.empty();
            case ResolverFaults.Fault.Code code ->
                immediately(start(query, question, code.rcode()).toWire());
            case ResolverFaults.Fault.Garbage garbage -> immediately(garbage(request));
            case ResolverFaults.Fault.Delay delay ->
                Optional.of(new Reply(answer(query, question, transport), delay.time()));
        };
    }

    private byte[] answer(Message query, Record question, PracticeQuery.Transport transport) {
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return start(query, question, Rcode.NOTIMP).toWire();
        }
        if (question.getDClass() != DClass.IN) {
            return start(query, question, Rcode.REFUSED).toWire();
        }
        TreeAnswer found = tree.answer(question.getName(), question.getType());
        Message reply = start(query, question, found.rcode());
        boolean dnssec = dnssecOk(query) && !faults.stripsSignatures() && !faults.lacksEdns();
        addAll(reply, found.answer(), Section.ANSWER, dnssec, question.getType());
        addAll(reply, found.authority(), Section.AUTHORITY, dnssec, question.getType());
        return sized(query, reply, transport);
    }

    private static void addAll(Message reply, List<Record> records, int section, boolean dnssec, int asked) {
        records.stream()
                .filter(record -> dnssec || record.getType() == asked || !DNSSEC_TYPES.contains(record.getType()))
                .forEach(record -> reply.addRecord(record, section));
    }

    private byte[] sized(Message query, Message reply, PracticeQuery.Transport transport) {
        if (transport == PracticeQuery.Transport.TCP) {
            return reply.toWire(MAX_TCP);
        }
        OPTRecord opt = query.getOPT();
        int allowed = opt == null ? PLAIN_UDP : Math.min(MAX_UDP, Math.max(PLAIN_UDP, opt.getPayloadSize()));
        byte[] whole = reply.toWire(MAX_TCP);
        if (whole.length <= allowed && !faults.truncatesUdp()) {
            return whole;
        }
        reply.getHeader().setFlag(Flags.TC);
        reply.removeAllRecords(Section.ANSWER);
        reply.removeAllRecords(Section.AUTHORITY);
        return reply.toWire(MAX_TCP);
    }

    private Message start(Message query, Record question, int rcode) {
        Message reply = new Message(query.getHeader().getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        header.setOpcode(query.getHeader().getOpcode());
        header.setRcode(rcode);
        copyFlag(query, header, Flags.RD);
        copyFlag(query, header, Flags.CD);
        reply.addRecord(question, Section.QUESTION);
        if (query.getOPT() != null && !faults.lacksEdns()) {
            int flags = dnssecOk(query) && !faults.stripsSignatures() ? ExtendedFlags.DO : 0;
            reply.addRecord(new OPTRecord(MAX_UDP, 0, 0, flags), Section.ADDITIONAL);
        }
        return reply;
    }

    private static void copyFlag(Message query, Header to, int flag) {
        if (query.getHeader().getFlag(flag)) {
            to.setFlag(flag);
        }
    }

    private static boolean dnssecOk(Message query) {
        OPTRecord opt = query.getOPT();
        return opt != null && (opt.getFlags() & ExtendedFlags.DO) != 0;
    }

    private static byte[] formatError(byte[] request) {
        byte[] reply = new byte[HEADER_BYTES];
        reply[0] = request[0];
        reply[1] = request[1];
        reply[2] = (byte) 0x80;
        reply[3] = Rcode.FORMERR;
        return reply;
    }

    private static byte[] garbage(byte[] request) {
        byte[] reply = Arrays.copyOf(request, HEADER_BYTES + 3);
        reply[2] = (byte) 0x80;
        Arrays.fill(reply, HEADER_BYTES, reply.length, (byte) 0xFF);
        return reply;
    }

    private static Optional<Reply> immediately(byte[] bytes) {
        return Optional.of(new Reply(bytes, Duration.ZERO));
    }
}
