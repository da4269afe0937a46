package org.danegate.operations;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.queue.DestinationOrders.Redirect;

/// Reads the host for redirected mail, as administrators write it: `host`, `host:port`, `[IPv6 address]:port`.
public final class RedirectHost {

    private static final int SMTP = 25;
    private static final int LAST_PORT = 65535;
    private static final Pattern TEXT = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]]+))(?::([0-9]{1,5}))?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern QUAD = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private RedirectHost() {}

    /// @throws IllegalArgumentException when the text names no host; the message is for people
    public static Redirect parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("give a host, host:port or [IPv6 address]:port");
        }
        int port = matcher.group(3) == null ? SMTP : Integer.parseInt(matcher.group(3));
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("the port must be between 1 and " + LAST_PORT);
        }
        String address = matcher.group(1);
        return new Redirect(address == null ? host(matcher.group(2)) : address(address), port);
    }

    private static String host(String text) {
        if (NUMBERS.matcher(text).matches()) {
            // Only four parts: the platform takes shorter forms for addresses, but nobody else does.
            if (!QUAD.matcher(text).matches()) {
                throw new IllegalArgumentException("\"" + text + "\" is not an address");
            }
            return address(text);
        }
        try {
            return DomainName.parse(text).ascii();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a host name", e);
        }
    }

    private static String address(String text) {
        try {
            return InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not an address", e);
        }
    }
}
