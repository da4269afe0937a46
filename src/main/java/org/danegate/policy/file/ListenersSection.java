package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.policy.ListenerSettings;
import org.jspecify.annotations.Nullable;

/// The section `listeners` of a policy file, with their sender groups.
final class ListenersSection {

    private static final List<String> KEYS = List.of(
            "name",
            "address",
            "port",
            "maxMessageSize",
            "maxRecipients",
            "tls",
            "certificate",
            "senderGroups",
            "outgoingInterface",
            "addressParsing",
            "crLfHandling",
            "auth",
            "authPolicy",
            "proxyNetworks");

    private static final List<String> SENDER_GROUP = List.of("name", "senders", "policy");

    private ListenersSection() {}

    static List<ListenerSettings> read(YamlMap root, List<ListenerSettings> otherwise) {
        return root.maps("listeners", otherwise, ListenersSection::listener, KEYS);
    }

    private static @Nullable ListenerSettings listener(YamlMap map) {
        if (map.lacks("name")) {
            return null;
        }
        ListenerSettings d = ListenerSettings.defaults();
        return new ListenerSettings(
                map.text("name", ""),
                map.text("address", d.address()),
                map.number("port", d.port()),
                map.read("maxMessageSize", d.maxMessageSize(), YamlScalar::size),
                map.number("maxRecipients", d.maxRecipients()),
                map.word("tls", d.tls()),
                map.text("certificate"),
                map.maps("senderGroups", d.senderGroups(), ListenersSection::senderGroup, SENDER_GROUP),
                map.text("outgoingInterface"),
                map.word("addressParsing", d.addressParsing()),
                map.word("crLfHandling", d.crLfHandling()),
                map.word("auth", d.auth()),
                map.text("authPolicy"),
                map.texts("proxyNetworks"));
    }

    private static ListenerSettings.@Nullable SenderGroup senderGroup(YamlMap map) {
        return map.lacks("name") || map.lacks("policy")
                ? null
                : new ListenerSettings.SenderGroup(map.text("name", ""), map.texts("senders"), map.text("policy", ""));
    }

    static Map<String, Object> tree(ListenerSettings l) {
        return FileTree.map(
                "name", l.name(),
                "address", l.address(),
                "port", l.port(),
                "maxMessageSize", l.maxMessageSize(),
                "maxRecipients", l.maxRecipients(),
                "tls", l.tls().name(),
                "certificate", l.certificate(),
                "senderGroups", FileTree.list(l.senderGroups(), ListenersSection::tree),
                "outgoingInterface", l.outgoingInterface(),
                "addressParsing", l.addressParsing().name(),
                "crLfHandling", l.crLfHandling().name(),
                "auth", l.auth().name(),
                "authPolicy", l.authPolicy(),
                "proxyNetworks", l.proxyNetworks().isEmpty() ? null : l.proxyNetworks());
    }

    private static Map<String, Object> tree(ListenerSettings.SenderGroup g) {
        return FileTree.map("name", g.name(), "senders", g.senders(), "policy", g.policy());
    }
}
