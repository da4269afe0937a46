package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.MailFlowPolicy;
import org.jspecify.annotations.Nullable;

/// The section `mailFlowPolicies` of a policy file.
final class MailFlowPoliciesSection {

    private static final List<String> KEYS = List.of(
            "name",
            "behavior",
            "maxConnections",
            "maxMessagesPerConnection",
            "maxRecipientsPerMessage",
            "maxRecipientsPerHour",
            "maxMessageSize",
            "tls",
            "honorTlsRequiredNo",
            "honorTlsMandatory",
            "dkimSigning");

    private MailFlowPoliciesSection() {}

    static List<MailFlowPolicy> read(YamlMap root, List<MailFlowPolicy> otherwise) {
        return root.maps("mailFlowPolicies", otherwise, MailFlowPoliciesSection::policy, KEYS);
    }

    private static @Nullable MailFlowPolicy policy(YamlMap map) {
        if (map.lacks("name") || map.lacks("behavior")) {
            return null;
        }
        MailFlowPolicy.Behavior behavior = map.word("behavior", MailFlowPolicy.Behavior.class);
        return behavior == null
                ? null
                : new MailFlowPolicy(
                        map.text("name", ""),
                        behavior,
                        map.number("maxConnections"),
                        map.number("maxMessagesPerConnection"),
                        map.number("maxRecipientsPerMessage"),
                        map.number("maxRecipientsPerHour"),
                        map.read("maxMessageSize", YamlScalar::size),
                        map.word("tls", ListenerTls.class),
                        map.truth("honorTlsRequiredNo", false),
                        map.truth("honorTlsMandatory", false),
                        map.truth("dkimSigning", false));
    }

    static Map<String, Object> tree(MailFlowPolicy m) {
        ListenerTls tls = m.tls();
        return FileTree.map(
                "name", m.name(),
                "behavior", m.behavior().name(),
                "maxConnections", m.maxConnections(),
                "maxMessagesPerConnection", m.maxMessagesPerConnection(),
                "maxRecipientsPerMessage", m.maxRecipientsPerMessage(),
                "maxRecipientsPerHour", m.maxRecipientsPerHour(),
                "maxMessageSize", m.maxMessageSize(),
                "tls", tls == null ? null : tls.name(),
                "honorTlsRequiredNo", m.honorTlsRequiredNo() ? true : null,
                "honorTlsMandatory", m.honorTlsMandatory() ? true : null,
                "dkimSigning", m.dkimSigning());
    }
}
