package org.danegate.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.ExtendedError;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.TlsaRecord;
import org.xbill.DNS.Rcode;

/// The log lines of one question, worded exactly as on the appliance (seed "depuración de registros de correo").
///
/// @param name without final dot
/// @param type mnemonic such as `MX`
record DnsWords(String name, String type) {

    /// The question as a sender poses it.
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

    /// True when the question's way to the servers is logged. The appliance does not log questions for the chain of
    /// trust, and questions for the root are our own checks of a server.
    boolean told() {
        return !type.equals("DS") && !type.equals("DNSKEY") && !name.equals(".");
    }

    /// The answer.
    ///
    /// @param values records; none for a denial
    /// @param status `secure` or `insecure`, empty for a denial
    /// @param life how long the answer may be used
    String data(List<?> values, String status, int rcode, Duration life) {
        String list = values.stream().map(v -> value(v, true)).collect(Collectors.joining(", ", "[", "]"));
        return "DNSSEC Response data(" + list + (values.isEmpty() ? "" : " ") + ", " + status + ", " + rcode + ", "
                + life.toSeconds() + ")";
    }

    /// The answer as it is cached. The appliance gives its expiry in ticks of its own; here it is in microseconds
    /// since 1970.
    String kept(List<?> values, String status, Instant until) {
        long ticks = until.getEpochSecond() * 1_000_000 + until.getNano() / 1000;
        String word = status.toUpperCase(Locale.ROOT);
        return "DNS encache (" + name + ", " + type + ", "
                + values.stream()
                        .map(v -> "(" + ticks + "L, 0, '" + word + "', " + value(v, false) + ")")
                        .collect(Collectors.joining(", ", "[", "]"))
                + ")";
    }

    /// The record does not exist.
    String none(boolean nameExists) {
        return "Received " + (nameExists ? "NODATA" : "NXDOMAIN") + " for domain " + name + " type " + type;
    }

    /// The host is not an alias.
    ///
    /// @param outcome `NoError`, `NXDomain`, or empty when the question failed
    static String noAlias(String host, String outcome) {
        return "No CNAME record(" + outcome + ") found for domain(" + host + ")";
    }

    /// The answer does not validate.
    ///
    /// @param server empty when not known
    String bogus(String server, String reason) {
        return "Received an invalid DNSSEC Response: DNSSEC_Error('" + name + "', '" + type + "', '" + server
                + "', 'DNSSEC Error for hostname " + name + " (" + type + ") while asking " + server + ". Error was: "
                + reason + "') of qtype " + type + " looking up " + name;
    }

    /// A server did not answer. The appliance's sample has no such case; the style is the same.
    String silent(String server) {
        return "No answer from DNS server " + server + " looking up " + name + " (" + type + ")";
    }

    /// A server explained its answer (RFC 8914). The appliance's sample has no such case; the style is the same.
    String explained(ExtendedError error) {
        return "DNS extended error from " + error.server() + " looking up " + name + " (" + type + "): "
                + error.words();
    }

    /// @param absolute true to add the final dot that host names have in a response
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
