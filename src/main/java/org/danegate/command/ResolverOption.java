package org.danegate.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.policy.DnsSettings;

/// The value of `--resolver`: an address, and a port where it is not 53.
final class ResolverOption {

    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::(\\d{1,5}))?");
    private static final Pattern IPV4 = Pattern.compile("(\\d+\\.\\d+\\.\\d+\\.\\d+)(?::(\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)()?");

    private ResolverOption() {}

    /// @param priority of the server among those of the command line, lower first
    static DnsSettings.Server server(String text, int priority) throws WrongOptions {
        for (Pattern pattern : List.of(BRACKETED, IPV4, IPV6)) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.matches()) {
                String port = matcher.group(2);
                return new DnsSettings.Server(
                        address(matcher.group(1)),
                        port == null || port.isEmpty() ? 53 : DaneVerifyOptions.port(port),
                        priority);
            }
        }
        throw new WrongOptions("not a resolver's address: " + text);
    }

    private static String address(String text) throws WrongOptions {
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException e) {
            throw new WrongOptions("not a resolver's address: " + text);
        }
    }
}
