package org.danegate.practice;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
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
        return query.getHeader().getFlag(Flags.QR) || question == null
                ? Optional.empty()
                : reply(new DnsQuestion(query, question, transport), request);
    }

    private Optional<Reply> reply(DnsQuestion question, byte[] request) {
        log.add(new PracticeQuery(
                question.name(), question.type(), question.transport(), question.dnssecOk(), question.has(Flags.CD)));
        if (faults.isSilent() || question.transport() == PracticeQuery.Transport.UDP && faults.losesThis()) {
            return Optional.empty();
        }
        if (faults.refusesEdns() && question.query().getOPT() != null) {
            return immediately(formatError(request));
        }
        Optional<ResolverFaults.Fault> fault = faults.at(question.name(), question.type());
        return fault.isEmpty()
                ? Optional.of(new Reply(current(question, request), faults.delayOfAll()))
                : faulty(fault.get(), question, request);
    }

    /// The answer of now, or a stale one with the request's own ID and the letters of its question, which a sender
    /// may mix.
    private byte[] current(DnsQuestion question, byte[] request) {
        byte[] answer = faults.orStale(
                question.name() + " " + question.type() + " " + question.transport() + " " + question.dnssecOk(),
                () -> answer(question));
        answer[0] = request[0];
        answer[1] = request[1];
        System.arraycopy(request, HEADER_BYTES, answer, HEADER_BYTES, nameEnd(request) - HEADER_BYTES);
        return answer;
    }

    private static int nameEnd(byte[] request) {
        int at = HEADER_BYTES;
        while (request[at] > 0) {
            at += request[at] + 1;
        }
        return at;
    }

    private Optional<Reply> faulty(ResolverFaults.Fault fault, DnsQuestion question, byte[] request) {
        return switch (fault) {
            case ResolverFaults.Fault.Drop drop -> Optional.empty();
            case ResolverFaults.Fault.Code code ->
                immediately(start(question, code.rcode()).toWire());
            case ResolverFaults.Fault.Garbage garbage -> immediately(garbage(request));
            case ResolverFaults.Fault.Claim claim -> immediately(answer(question, claim.rcode()));
            case ResolverFaults.Fault.Delay delay -> Optional.of(new Reply(answer(question), delay.time()));
        };
    }

    private byte[] answer(DnsQuestion question) {
        return answer(question, null);
    }

    /// @param claimed the response code instead of the true one; null for the true one
    private byte[] answer(DnsQuestion question, @Nullable Integer claimed) {
        if (question.query().getHeader().getOpcode() != Opcode.QUERY) {
            return start(question, Rcode.NOTIMP).toWire();
        }
        Record asked = question.asked();
        if (asked.getDClass() != DClass.IN) {
            return start(question, Rcode.REFUSED).toWire();
        }
        TreeAnswer found = tree.answer(asked.getName(), asked.getType());
        Message reply = start(question, claimed == null ? found.rcode() : claimed);
        boolean dnssec = question.dnssecOk() && !faults.stripsSignatures() && !faults.lacksEdns();
        addAll(reply, found.answer(), Section.ANSWER, dnssec, asked.getType());
        addAll(reply, found.authority(), Section.AUTHORITY, dnssec, asked.getType());
        return sized(question, reply);
    }

    private static void addAll(Message reply, List<Record> records, int section, boolean dnssec, int asked) {
        records.stream()
                .filter(record -> dnssec || record.getType() == asked || !DNSSEC_TYPES.contains(record.getType()))
                .forEach(record -> reply.addRecord(record, section));
    }

    private byte[] sized(DnsQuestion question, Message reply) {
        if (question.transport() == PracticeQuery.Transport.TCP) {
            return reply.toWire(MAX_TCP);
        }
        OPTRecord opt = question.query().getOPT();
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

    private Message start(DnsQuestion question, int rcode) {
        Message query = question.query();
        Message reply = new Message(query.getHeader().getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        header.setOpcode(query.getHeader().getOpcode());
        header.setRcode(rcode);
        copyFlag(question, header, Flags.RD);
        copyFlag(question, header, Flags.CD);
        reply.addRecord(question.asked(), Section.QUESTION);
        if (query.getOPT() != null && !faults.lacksEdns()) {
            int flags = question.dnssecOk() && !faults.stripsSignatures() ? ExtendedFlags.DO : 0;
            reply.addRecord(new OPTRecord(MAX_UDP, 0, 0, flags, explanations(question)), Section.ADDITIONAL);
        }
        return reply;
    }

    private List<EDNSOption> explanations(DnsQuestion question) {
        return faults.explanationsAt(question.name(), question.type()).stream()
                .<EDNSOption>map(e -> e.text().isEmpty()
                        ? new ExtendedErrorCodeOption(e.code())
                        : new ExtendedErrorCodeOption(e.code(), e.text()))
                .toList();
    }

    private static void copyFlag(DnsQuestion question, Header to, int flag) {
        if (question.has(flag)) {
            to.setFlag(flag);
        }
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
