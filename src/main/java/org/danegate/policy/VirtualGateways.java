package org.danegate.policy;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The IP interfaces that mail may use, and which mail uses which (the appliance's Virtual Gateways).
///
/// @param defaultInterface name of the interface used when nothing else applies, null for the system's choice (Auto)
/// @param senders interfaces for senders; the most precise entry overrides the listener's
public record VirtualGateways(
        List<IpInterface> interfaces, @Nullable String defaultInterface, List<SenderInterface> senders) {

    public VirtualGateways {
        interfaces = List.copyOf(interfaces);
        senders = List.copyOf(senders);
    }

    /// No interface: the system chooses the address.
    public static VirtualGateways none() {
        return new VirtualGateways(List.of(), null, List.of());
    }

    /// The interface for a sender (the appliance's altsrchost).
    ///
    /// @param sender `user@example.com`, `@example.com`, `@.example.com` for its subdomains, or an address or CIDR
    ///     block of the client that submits the mail
    /// @param outgoingInterface name of an interface
    public record SenderInterface(String sender, String outgoingInterface) {

        /// The higher number wins: a full address, a domain, the longest suffix, the narrowest block.
        int precision() {
            int at = sender.indexOf('@');
            if (at > 0) {
                return 4000;
            }
            if (at == 0) {
                return sender.startsWith("@.") ? 2000 + Math.min(sender.length(), 999) : 3000;
            }
            int slash = sender.indexOf('/');
            return slash < 0 ? 1000 : Integer.parseInt(sender.substring(slash + 1));
        }

        boolean covers(String reversePath, InetAddress client) {
            int at = sender.indexOf('@');
            if (at < 0) {
                return AddressBlock.covers(sender, client);
            }
            String path = reversePath.toLowerCase(Locale.ROOT);
            String wanted = sender.toLowerCase(Locale.ROOT);
            if (at > 0) {
                return path.equals(wanted);
            }
            String domain = path.substring(path.lastIndexOf('@') + 1);
            return wanted.startsWith("@.") ? domain.endsWith(wanted.substring(1)) : domain.equals(wanted.substring(1));
        }
    }

    /// The interface of that name; empty when it does not exist (any more).
    public Optional<IpInterface> named(@Nullable String name) {
        return interfaces.stream().filter(i -> i.name().equals(name)).findFirst();
    }

    /// The interface that mail uses; empty for the system's choice.
    ///
    /// @param reversePath sender as given in MAIL, empty for `<>`
    /// @param client who submitted it
    /// @param ofListener the listener's choice, null for none
    public Optional<IpInterface> choose(String reversePath, InetAddress client, @Nullable String ofListener) {
        if (interfaces.isEmpty()) {
            return Optional.empty();
        }
        return senders.stream()
                .filter(s -> s.covers(reversePath, client))
                .max(Comparator.comparingInt(SenderInterface::precision))
                .flatMap(s -> named(s.outgoingInterface()))
                .or(() -> named(ofListener))
                .or(() -> named(defaultInterface));
    }
}
