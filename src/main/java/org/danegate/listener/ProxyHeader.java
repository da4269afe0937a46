package org.danegate.listener;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The header of the PROXY protocol with which a proxy begins a connection, in version 1 (text) or 2 (binary), as
/// HAProxy specifies them. Exactly its octets are read: what follows is the client's.
///
/// @param client the client for which the proxy speaks; null when it speaks for itself (LOCAL, as in a health check) or
///     does not know the client (UNKNOWN, or not TCP)
record ProxyHeader(@Nullable InetAddress client) {

    private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
    private static final int LONGEST_LINE = 107;
    private static final String NUMBER = "(0|[1-9][0-9]{0,4})";
    private static final String OCTET = "(?:0|[1-9][0-9]{0,2})";
    private static final String QUAD = "(" + OCTET + "(?:\\." + OCTET + "){3})";
    private static final String SIX = "([0-9A-Fa-f:.]{2,45})";
    private static final Pattern TCP4 =
            Pattern.compile("PROXY TCP4 " + QUAD + " " + QUAD + " " + NUMBER + " " + NUMBER);
    private static final Pattern TCP6 = Pattern.compile("PROXY TCP6 " + SIX + " " + SIX + " " + NUMBER + " " + NUMBER);
    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN( .*)?");
    private static final int LAST_PORT = 65_535;

    private static final int VERSION = 2;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int LAST_FAMILY = 3;
    private static final int LAST_TRANSPORT = 2;
    private static final int OVER_IPV4 = 0x11;
    private static final int OVER_IPV6 = 0x21;

    /// What came is no header.
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String what) {
            super(what);
        }
    }

    /// Reads a header. Blocks until it is there; the caller limits the time.
    ///
    /// @param in read octet by octet, so it need not be buffered and must not read ahead
    /// @throws MalformedException when what comes is no header
    /// @throws IOException when the connection breaks or ends
    static ProxyHeader read(InputStream in) throws IOException {
        int first = octet(in);
        return switch (first) {
            case 'P' -> text(in);
            case 0x0D -> binary(in);
            default -> throw new MalformedException("it does not begin with a header of the PROXY protocol");
        };
    }

    private static int octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the connection ended within the header of the PROXY protocol");
        }
        return octet;
    }

    private static ProxyHeader text(InputStream in) throws IOException {
        byte[] line = new byte[LONGEST_LINE];
        line[0] = 'P';
        int length = 1;
        while (length < 2 || line[length - 2] != '\r' || line[length - 1] != '\n') {
            if (length == LONGEST_LINE) {
                throw new MalformedException("the line of the PROXY protocol is too long");
            }
            line[length++] = (byte) octet(in);
        }
        return line(new String(line, 0, length - 2, StandardCharsets.ISO_8859_1));
    }

    private static ProxyHeader line(String line) throws MalformedException {
        if (UNKNOWN.matcher(line).matches()) {
            return new ProxyHeader(null);
        }
        Matcher four = TCP4.matcher(line);
        Matcher six = TCP6.matcher(line);
        if (four.matches()) {
            return of(four);
        } else if (six.matches()) {
            return of(six);
        }
        throw new MalformedException("the line of the PROXY protocol is malformed");
    }

    private static ProxyHeader of(Matcher line) throws MalformedException {
        try {
            InetAddress client = InetAddress.ofLiteral(line.group(1));
            InetAddress.ofLiteral(line.group(2));
            if (Integer.parseInt(line.group(3)) <= LAST_PORT && Integer.parseInt(line.group(4)) <= LAST_PORT) {
                return new ProxyHeader(client);
            }
        } catch (IllegalArgumentException noAddress) {
            // Reported below, like a port that is none.
        }
        throw new MalformedException("the line of the PROXY protocol has an address or a port that is none");
    }

    private static ProxyHeader binary(InputStream in) throws IOException {
        for (int i = 1; i < SIGNATURE.length; i++) {
            if (octet(in) != SIGNATURE[i]) {
                throw new MalformedException("the signature of the PROXY protocol is wrong");
            }
        }
        int command = octet(in);
        int family = octet(in);
        int length = octet(in) << 8 | octet(in);
        if (command >> 4 != VERSION || (command & 0xf) > PROXY) {
            throw new MalformedException("the version or command of the PROXY protocol is unknown");
        }
        if (family >> 4 > LAST_FAMILY || (family & 0xf) > LAST_TRANSPORT) {
            throw new MalformedException("the address family of the PROXY protocol is unknown");
        }
        byte[] rest = in.readNBytes(length);
        if (rest.length < length) {
            throw new EOFException("the connection ended within the header of the PROXY protocol");
        }
        return (command & 0xf) == LOCAL ? new ProxyHeader(null) : of(family, rest);
    }

    /// @param rest both addresses, both ports, and further fields, which are skipped
    private static ProxyHeader of(int family, byte[] rest) throws IOException {
        int octets = family == OVER_IPV4 ? 4 : family == OVER_IPV6 ? 16 : 0;
        if (octets == 0) {
            return new ProxyHeader(null);
        }
        if (rest.length < 2 * octets + 2 * Short.BYTES) {
            throw new MalformedException("the addresses of the PROXY protocol are cut off");
        }
        // An IPv4 address inside IPv6 becomes the IPv4 address that it is.
        return new ProxyHeader(InetAddress.getByAddress(Arrays.copyOf(rest, octets)));
    }
}
