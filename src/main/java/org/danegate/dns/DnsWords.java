package org.danegate.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.TlsaRecord;
import org.xbill.DNS.Rcode;

/// The lines of one question in the appliance's letter (seed "depuración de registros de correo").
///
/// @param name without final dot
/// @param type mnemonic such as `MX`
record DnsWords(String name, String type) {

    /// The question as a sender asks it.
    String question() {
        return "DNS query: Q('" + name + "', '" + type + "')";
    }

    /// The question on its way to the resolvers.
    String passedOn() {
        return "DNS query: QN('" + name + "', '" + type + "', 'recursive_nameserver0.parent')";
    }

    /// A server is chosen.
    String toServer(String server, Duration timeout) {
        return "DNS query: QIP ('" + name + "', '" + type + "', '" + server + "', " + timeout.toSeconds() + ")";
    }

    /// The packet goes out.
    String sent(String server) {
        return "DNS query: Q ('" + name + "', '" + type + "', '" + server + "')";
    }

    /// True when the question's way to the servers is told: the appliance passes over those for the chain of
    /// trust, and those for the root are our own about a server.
    boolean told() {
        return !type.equals("DS") && !type.equals("DNSKEY") && !name.equals(".");
    }

    /// What came back.
    ///
    /// @param values records; none for a denial
    /// @param status `secure` or `insecure`, empty for a denial
    /// @param life how long it may be used
    String data(List<?> values, String status, int rcode, Duration life) {
        String list = values.stream().map(v -> value(v, true)).collect(Collectors.joining(", ", "[", "]"));
        return "DNSSEC Response data(" + list + (values.isEmpty() ? "" : " ") + ", " + status + ", " + rcode + ", "
                + life.toSeconds() + ")";
    }

    /// What is kept. The appliance counts the end of its life in ticks of its own; here they are microseconds since
    /// 1970.
    String kept(List<?> values, String status, Instant until) {
        long ticks = until.getEpochSecond() * 1_000_000 + until.getNano() / 1000;
        String word = status.toUpperCase(Locale.ROOT);
        return "DNS encache (" + name + ", " + type + ", "
                + values.stream()
                        .map(v -> "(" + ticks + "L, 0, '" + word + "', " + value(v, false) + ")")
                        .collect(Collectors.joining(", ", "[", "]"))
                + ")";
    }

    /// There is no such record.
    String none(boolean nameExists) {
        return "Received " + (nameExists ? "NODATA" : "NXDOMAIN") + " for domain " + name + " type " + type;
    }

    /// A host is no alias.
    ///
    /// @param outcome `NoError`, `NXDomain`, or empty when the question failed
    static String noAlias(String host, String outcome) {
        return "No CNAME record(" + outcome + ") found for domain(" + host + ")";
    }

    /// What came back does not validate.
    ///
    /// @param server empty when not known
    String bogus(String server, String reason) {
        return "Received an invalid DNSSEC Response: DNSSEC_Error('" + name + "', '" + type + "', '" + server
                + "', 'DNSSEC Error for hostname " + name + " (" + type + ") while asking " + server + ". Error was: "
                + reason + "') of qtype " + type + " looking up " + name;
    }

    /// A server did not answer. The appliance's sample has no such case; the voice is the same.
    String silent(String server) {
        return "No answer from DNS server " + server + " looking up " + name + " (" + type + ")";
    }

    /// @param absolute true for the final dot that host names carry in a response
    private static String value(Object value, boolean absolute) {
        String dot = absolute ? "." : "";
        return switch (value) {
            case MxRecord mx -> "(" + mx.preference() + ", '" + mx.target() + (mx.nullMx() ? "" : dot) + "')";
            case InetAddress address -> "'" + address.getHostAddress() + "'";
            case DomainName host -> "'" + host.ascii() + dot + "'";
            case TlsaRecord tlsa ->
                "'" + HexFormat.of().toHexDigits((byte) tlsa.usage())
                        + HexFormat.of().toHexDigits((byte) tlsa.selector())
                        + HexFormat.of().toHexDigits((byte) tlsa.matchingType())
                        + HexFormat.of().formatHex(tlsa.data()) + "'";
            default -> "'" + value + "'";
        };
    }

    /// A server gave no data and no denial.
    String refused(String server, int rcode) {
        return "Received an invalid DNS Response: "
                + (rcode == Rcode.SERVFAIL ? "SERVER FAILED" : Rcode.string(rcode)) + " to IP " + server
                + " looking up " + name;
    }
}
