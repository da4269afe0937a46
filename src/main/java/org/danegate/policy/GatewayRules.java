package org.danegate.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Rules of the IP interfaces and of the senders that use them.
final class GatewayRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private final VirtualGateways gateways;
    private final Set<String> named = new HashSet<>();
    private final Findings findings;

    private GatewayRules(VirtualGateways gateways, Findings findings) {
        this.gateways = gateways;
        gateways.interfaces().forEach(one -> named.add(one.name()));
        this.findings = findings;
    }

    static void check(Policy policy, Findings findings) {
        GatewayRules rules = new GatewayRules(policy.virtualGateways(), findings);
        rules.interfaces();
        rules.known("virtualGateways.defaultInterface", rules.gateways.defaultInterface());
        rules.senders();
        for (int i = 0; i < policy.listeners().size(); i++) {
            rules.known(
                    "listeners[" + i + "].outgoingInterface",
                    policy.listeners().get(i).outgoingInterface());
        }
    }

    private void interfaces() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < gateways.interfaces().size(); i++) {
            ipInterface(
                    "virtualGateways.interfaces[" + i + "]",
                    gateways.interfaces().get(i),
                    names);
        }
    }

    private void ipInterface(String field, IpInterface one, Set<String> names) {
        if (!NAME.matcher(one.name()).matches()) {
            findings.error(field + ".name", Wording.of("policy.interface.name"));
        } else if (!names.add(one.name())) {
            findings.error(field + ".name", Wording.of("policy.interface.twice", one.name()));
        }
        if (one.ipv4() == null && one.ipv6() == null) {
            findings.error(field + ".ipv4", Wording.of("policy.interface.empty"));
        }
        family(field + ".ipv4", "IPv4", one.ipv4(), true);
        family(field + ".ipv6", "IPv6", one.ipv6(), false);
    }

    private void family(String field, String label, @Nullable String address, boolean four) {
        if (address == null) {
            return;
        }
        boolean right = NetworkAddress.isAddress(address)
                && !address.contains("%")
                && InetAddress.ofLiteral(address) instanceof Inet4Address == four;
        if (!right) {
            findings.error(field, Wording.of("policy.interface.family", label, address));
        } else if (NetworkAddress.isWildcard(address)) {
            findings.error(field, Wording.of("policy.interface.wildcard", address));
        }
    }

    private void senders() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < gateways.senders().size(); i++) {
            VirtualGateways.SenderInterface one = gateways.senders().get(i);
            String field = "virtualGateways.senders[" + i + "]";
            if (!isSender(one.sender())) {
                findings.error(field + ".sender", Wording.of("policy.sender.form", one.sender()));
            } else if (!seen.add(one.sender().toLowerCase(Locale.ROOT))) {
                findings.error(field + ".sender", Wording.of("policy.entry.twice", one.sender()));
            }
            known(field + ".outgoingInterface", one.outgoingInterface());
        }
    }

    private static boolean isSender(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return NetworkAddress.isBlock(text);
        }
        try {
            if (at > 0) {
                MailAddress.parse(text);
            } else {
                DomainName.parse(text.substring(text.startsWith("@.") ? 2 : 1));
            }
            return true;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private void known(String field, @Nullable String name) {
        if (name != null && !named.contains(name)) {
            findings.error(field, Wording.of("policy.interface.unknown", name));
        }
    }
}
