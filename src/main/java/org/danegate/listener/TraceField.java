package org.danegate.listener;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Builds the Received field that precedes a message (RFC 5321 4.4; protocol words of RFC 3848 and RFC 6531 4.3).
final class TraceField {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH);

    private TraceField() {}

    /// The field with its CRLFs, in ASCII.
    static byte[] of(
            Session.Greeted hello,
            InetAddress client,
            String hostname,
            Session.Security security,
            boolean utf8,
            long mid,
            Instant at) {
        String field = "Received: from " + hello.name() + " (" + literal(client) + ")\r\n"
                + "\tby " + hostname + " with " + protocol(hello.extended(), security, utf8) + " id " + mid + ";\r\n"
                + "\t" + DATE.format(at.atOffset(ZoneOffset.UTC)) + "\r\n";
        return field.getBytes(StandardCharsets.US_ASCII);
    }

    private static String literal(InetAddress client) {
        String address = client.getHostAddress();
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        return client instanceof Inet6Address ? "[IPv6:" + bare + "]" : "[" + bare + "]";
    }

    private static String protocol(boolean extended, Session.Security security, boolean utf8) {
        if (!extended) {
            return "SMTP";
        }
        return (utf8 ? "UTF8SMTP" : "ESMTP") + (security.tls() ? "S" : "") + (security.authenticated() ? "A" : "");
    }
}
