package org.danegate.dns;

import java.time.Duration;
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

    /// A server gave no data and no denial.
    String refused(String server, int rcode) {
        return "Received an invalid DNS Response: "
                + (rcode == Rcode.SERVFAIL ? "SERVER FAILED" : Rcode.string(rcode)) + " to IP " + server
                + " looking up " + name;
    }
}
