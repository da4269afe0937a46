package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;
import org.danegate.policy.IpInterface;
import org.danegate.policy.VirtualGateways;
import org.jspecify.annotations.Nullable;

/// The section `virtualGateways` of a policy file: IP interfaces and the senders that use them.
final class VirtualGatewaysSection {

    private static final List<String> KEYS = List.of("interfaces", "defaultInterface", "senders");
    private static final List<String> INTERFACE = List.of("name", "ipv4", "ipv6", "hostname");
    private static final List<String> SENDER = List.of("sender", "outgoingInterface");

    private VirtualGatewaysSection() {}

    static VirtualGateways read(YamlMap root) {
        YamlMap map = root.map("virtualGateways", KEYS);
        return map == null
                ? VirtualGateways.none()
                : new VirtualGateways(
                        map.maps("interfaces", List.of(), VirtualGatewaysSection::ipInterface, INTERFACE),
                        map.text("defaultInterface"),
                        map.maps("senders", List.of(), VirtualGatewaysSection::sender, SENDER));
    }

    private static @Nullable IpInterface ipInterface(YamlMap map) {
        if (map.lacks("name") || map.lacks("hostname")) {
            return null;
        }
        DomainName hostname = map.domain("hostname");
        return hostname == null
                ? null
                : new IpInterface(map.text("name", ""), map.text("ipv4"), map.text("ipv6"), hostname);
    }

    private static VirtualGateways.@Nullable SenderInterface sender(YamlMap map) {
        return map.lacks("sender") || map.lacks("outgoingInterface")
                ? null
                : new VirtualGateways.SenderInterface(map.text("sender", ""), map.text("outgoingInterface", ""));
    }

    static Map<String, Object> tree(VirtualGateways gateways) {
        return FileTree.map(
                "interfaces", FileTree.list(gateways.interfaces(), VirtualGatewaysSection::tree),
                "defaultInterface", gateways.defaultInterface(),
                "senders", FileTree.list(gateways.senders(), VirtualGatewaysSection::tree));
    }

    private static Map<String, Object> tree(IpInterface i) {
        return FileTree.map(
                "name",
                i.name(),
                "ipv4",
                i.ipv4(),
                "ipv6",
                i.ipv6(),
                "hostname",
                i.hostname().ascii());
    }

    private static Map<String, Object> tree(VirtualGateways.SenderInterface s) {
        return FileTree.map("sender", s.sender(), "outgoingInterface", s.outgoingInterface());
    }
}
