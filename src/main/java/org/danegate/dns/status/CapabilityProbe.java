package org.danegate.dns.status;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.danegate.dns.DirectQuestion;
import org.danegate.dns.status.Capability.Finding;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Asks one resolver for a signed name and a denial below it, by UDP and TCP, and examines the replies. A resolver that
/// leaves out signatures or proofs makes every signed domain bogus for us (RFC 4035 section 3.2.1; RFC 6840 5.9).
final class CapabilityProbe {

    private final Duration timeout;
    private final InstantSource clock;

    /// @param timeout for each of the three questions
    CapabilityProbe(Duration timeout, InstantSource clock) {
        this.timeout = timeout;
        this.clock = clock;
    }

    /// Probes a server; never throws, whatever the server does.
    ///
    /// @param signed a name known to be signed; the root always is
    Capability probe(ListedServer server, Name signed) {
        Instant now = clock.instant();
        String name = signed.toString();
        try {
            long start = System.nanoTime();
            Message data = ask(server.socketAddress(), signed, Type.SOA, false);
            Duration latency = Duration.ofNanos(System.nanoTime() - start);
            List<Finding> findings = new ArrayList<>(dataFindings(data));
            findings.add(denial(server, signed));
            findings.add(tcp(server, signed));
            boolean dnssec = findings.stream().allMatch(f -> f.passed() || !f.needed());
            OPTRecord opt = data.getOPT();
            int size = opt == null ? 0 : opt.getPayloadSize();
            return new Capability(server, true, latency, dnssec, size, findings, "", name, now, now);
        } catch (IOException e) {
            return new Capability(server, false, null, null, 0, List.of(), text(e), name, now, now);
        }
    }

    private Message ask(InetSocketAddress to, Name name, int type, boolean tcp) throws IOException {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().setFlag(Flags.CD);
        return tcp ? DirectQuestion.byTcp(to, query, timeout) : DirectQuestion.byUdp(to, query, timeout);
    }

    private static List<Finding> dataFindings(Message data) {
        OPTRecord opt = data.getOPT();
        boolean echoed = opt != null && (opt.getFlags() & ExtendedFlags.DO) != 0;
        boolean good = data.getRcode() == Rcode.NOERROR || data.getRcode() == Rcode.NXDOMAIN;
        boolean signed = signed(data);
        String answered = good ? "" : "answered " + Rcode.string(data.getRcode());
        return List.of(
                new Finding(
                        "EDNS",
                        opt != null,
                        true,
                        opt == null ? "no OPT record in the answer" : opt.getPayloadSize() + " octets by UDP"),
                new Finding("DO bit", echoed, false, echoed ? "echoed" : "not echoed"),
                new Finding(
                        "RRSIG", signed, true, signed ? "returned" : answered.isEmpty() ? "not returned" : answered));
    }

    private static boolean signed(Message message) {
        return records(message).stream().anyMatch(RRSIGRecord.class::isInstance);
    }

    private static List<Record> records(Message message) {
        List<Record> all = new ArrayList<>(message.getSection(Section.ANSWER));
        all.addAll(message.getSection(Section.AUTHORITY));
        return all;
    }

    /// A domain has no TLSA record at its own name, so its absence must be proven; the question also shows that the
    /// server knows the type.
    private Finding denial(ListedServer server, Name signed) {
        try {
            Message answer = ask(server.socketAddress(), signed, Type.TLSA, false);
            String proof = records(answer).stream()
                    .filter(r -> r.getType() == Type.NSEC || r.getType() == Type.NSEC3)
                    .map(r -> Type.string(r.getType()))
                    .findFirst()
                    .orElse("");
            boolean proven = !proof.isEmpty() && signed(answer);
            String rcode = Rcode.string(answer.getRcode());
            return new Finding(
                    "Denial proof", proven, true, proven ? proof + " returned" : "no NSEC or NSEC3 (" + rcode + ")");
        } catch (IOException e) {
            return new Finding("Denial proof", false, true, text(e));
        }
    }

    private Finding tcp(ListedServer server, Name signed) {
        try {
            Message answer = ask(server.socketAddress(), signed, Type.SOA, true);
            return new Finding("TCP", true, false, "answered " + Rcode.string(answer.getRcode()));
        } catch (IOException e) {
            return new Finding("TCP", false, false, text(e));
        }
    }

    private String text(IOException e) {
        if (e instanceof java.net.SocketTimeoutException) {
            return "no answer within " + timeout.toMillis() + " ms";
        }
        if (e instanceof java.net.PortUnreachableException) {
            return "connection refused";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
