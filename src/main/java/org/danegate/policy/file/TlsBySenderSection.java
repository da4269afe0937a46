package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.policy.AddressPattern;
import org.danegate.policy.TlsRule;
import org.jspecify.annotations.Nullable;

/// The section `tlsBySender` of a policy file.
final class TlsBySenderSection {

    private static final List<String> KEYS = List.of("name", "sender", "recipient", "least");

    private TlsBySenderSection() {}

    static List<TlsRule> read(YamlMap root, List<TlsRule> otherwise) {
        return root.maps("tlsBySender", otherwise, TlsBySenderSection::rule, KEYS);
    }

    private static @Nullable TlsRule rule(YamlMap map) {
        if (map.lacks("name") || map.lacks("least")) {
            return null;
        }
        AddressPattern sender = pattern(map, "sender");
        AddressPattern recipient = pattern(map, "recipient");
        TlsRule.Least least = map.word("least", TlsRule.Least.class);
        return sender == null || recipient == null || least == null
                ? null
                : new TlsRule(map.text("name", ""), sender, recipient, least);
    }

    /// `any` when the key is absent; null when the value has no form of a pattern.
    private static @Nullable AddressPattern pattern(YamlMap map, String key) {
        return map.text(key) == null
                ? AddressPattern.ANY
                : map.read(key, YamlScalar.worded("policy.file.addresses", AddressPattern::parse));
    }

    static Map<String, Object> tree(TlsRule rule) {
        return FileTree.map(
                "name", rule.name(),
                "sender", rule.sender().text(),
                "recipient", rule.recipient().text(),
                "least", rule.least().name());
    }
}
