package org.danegate.policy.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.address.OutsideText;
import org.danegate.policy.AlertSettings;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.VirtualGateways;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// Writes a policy as the file that {@link PolicyFile} reads.
public final class PolicyDocument {

    private PolicyDocument() {}

    /// The policy as YAML text.
    public static String yaml(Policy policy) {
        return yaml(tree(policy));
    }

    /// A part of {@link #tree} as YAML text.
    public static String yaml(Map<String, ?> part) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        // Equal lists are written out each time: people edit this text, and anchors mean nothing to them.
        options.setDereferenceAliases(true);
        // A text stays a text: by default a control character turns it into octets in Base64, which are read back as
        // a text.
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        return new Yaml(new TextsAsTheyAre(options), options).dump(part);
    }

    /// Writes texts with characters that YAML takes for line ends, or that are invisible, between double quotes
    /// with those characters escaped: in any other form a U+0085 or U+2028 is read back as something else.
    private static final class TextsAsTheyAre extends Representer {

        TextsAsTheyAre(DumperOptions options) {
            super(options);
        }

        @Override
        protected Node representScalar(Tag tag, String value, DumperOptions.ScalarStyle style) {
            boolean plain = value.codePoints().allMatch(c -> c == '\n' || OutsideText.isHarmless(c));
            return super.representScalar(tag, value, plain ? style : DumperOptions.ScalarStyle.DOUBLE_QUOTED);
        }
    }

    /// The policy as maps, lists, texts, numbers and truth values, ready for YAML or JSON.
    public static Map<String, Object> tree(Policy policy) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("dns", dns(policy.dns()));
        root.put("destinationControls", destinationControls(policy.destinationControls()));
        root.put(
                "smtpRoutes",
                policy.smtpRoutes().stream().map(PolicyDocument::route).toList());
        root.put(
                "bounceProfiles",
                policy.bounceProfiles().stream()
                        .map(PolicyDocument::bounceProfile)
                        .toList());
        root.put(
                "listeners",
                policy.listeners().stream().map(PolicyDocument::listener).toList());
        root.put(
                "mailFlowPolicies",
                policy.mailFlowPolicies().stream()
                        .map(PolicyDocument::mailFlowPolicy)
                        .toList());
        root.put(
                "recipientAccess",
                policy.recipientAccess().stream()
                        .map(r -> map(
                                "domain",
                                r.domain().toString(),
                                "action",
                                r.action().name()))
                        .toList());
        root.put(
                "logSubscriptions",
                policy.logSubscriptions().stream()
                        .map(PolicyDocument::logSubscription)
                        .toList());
        root.put("virtualGateways", virtualGateways(policy.virtualGateways()));
        root.put("alerts", alerts(policy.alerts()));
        return root;
    }

    private static Map<String, Object> dns(DnsSettings dns) {
        return map(
                "servers", dns.servers().stream().map(PolicyDocument::server).toList(),
                "secondaryServers",
                        dns.secondaryServers().stream()
                                .map(PolicyDocument::server)
                                .toList(),
                "alternateServers",
                        dns.alternateServers().stream()
                                .map(a -> map("domain", a.domain().ascii(), "address", a.address(), "port", a.port()))
                                .toList(),
                "useRootServers", dns.useRootServers(),
                "timeout", seconds(dns.timeout()),
                "trustAnchorFile",
                        dns.trustAnchorFile() == null
                                ? null
                                : dns.trustAnchorFile().toString());
    }

    private static Map<String, Object> server(DnsSettings.Server s) {
        return map("address", s.address(), "port", s.port(), "priority", s.priority());
    }

    private static Map<String, Object> destinationControls(DestinationControls controls) {
        return map(
                "default", controls.defaultProfile().values().tree(),
                "destinations",
                        controls.entries().stream().map(PolicyDocument::entry).toList(),
                "global",
                        map(
                                "certificate", controls.global().certificate(),
                                "alertOnRequiredTlsFailure", controls.global().alertOnRequiredTlsFailure()));
    }

    /// One destination entry; keys that use Default are left out.
    public static Map<String, Object> entry(DestinationEntry e) {
        Map<String, Object> map = map("domain", e.pattern().toString());
        map.putAll(e.own().tree());
        return map;
    }

    private static Map<String, Object> route(SmtpRoute route) {
        List<Map<String, Object>> hosts = new ArrayList<>();
        for (SmtpRoute.Host host : route.hosts()) {
            hosts.add(
                    switch (host) {
                        case SmtpRoute.Host.UseDns u -> map("host", "USEDNS");
                        case SmtpRoute.Host.Discard d -> map("host", "/dev/null");
                        case SmtpRoute.Host.Relay r ->
                            map("host", r.host(), "port", r.port(), "priority", r.priority());
                    });
        }
        String domain = route.pattern() == null ? "ALL" : route.pattern().toString();
        return map("domain", domain, "hosts", hosts);
    }

    private static Map<String, Object> bounceProfile(BounceProfile b) {
        return map(
                "name", b.name(),
                "maxRetries", b.maxRetries(),
                "maxTimeInQueue", seconds(b.maxTimeInQueue()),
                "initialRetry", seconds(b.initialRetry()),
                "maxRetryInterval", seconds(b.maxRetryInterval()),
                "sendHardBounces", b.sendHardBounces(),
                "sendDelayWarnings", b.sendDelayWarnings(),
                "delayWarningAfter", seconds(b.delayWarningAfter()),
                "delayWarningCount", b.delayWarningCount(),
                "bounceSender",
                        b.bounceSender() == null ? null : b.bounceSender().text());
    }

    private static Map<String, Object> listener(ListenerSettings l) {
        return map(
                "name", l.name(),
                "address", l.address(),
                "port", l.port(),
                "maxMessageSize", l.maxMessageSize(),
                "maxRecipients", l.maxRecipients(),
                "tls", l.tls().name(),
                "certificate", l.certificate(),
                "senderGroups",
                        l.senderGroups().stream()
                                .map(g -> map("name", g.name(), "senders", g.senders(), "policy", g.policy()))
                                .toList(),
                "outgoingInterface", l.outgoingInterface(),
                "addressParsing", l.addressParsing().name(),
                "crLfHandling", l.crLfHandling().name());
    }

    private static Map<String, Object> mailFlowPolicy(MailFlowPolicy m) {
        return map(
                "name",
                m.name(),
                "behavior",
                m.behavior().name(),
                "maxConnections",
                m.maxConnections(),
                "maxMessagesPerConnection",
                m.maxMessagesPerConnection(),
                "maxRecipientsPerMessage",
                m.maxRecipientsPerMessage(),
                "maxRecipientsPerHour",
                m.maxRecipientsPerHour(),
                "maxMessageSize",
                m.maxMessageSize(),
                "tls",
                m.tls() == null ? null : m.tls().name());
    }

    private static Map<String, Object> virtualGateways(VirtualGateways gateways) {
        return map(
                "interfaces",
                        gateways.interfaces().stream()
                                .map(i -> map(
                                        "name",
                                        i.name(),
                                        "ipv4",
                                        i.ipv4(),
                                        "ipv6",
                                        i.ipv6(),
                                        "hostname",
                                        i.hostname().ascii()))
                                .toList(),
                "defaultInterface", gateways.defaultInterface(),
                "senders",
                        gateways.senders().stream()
                                .map(s -> map("sender", s.sender(), "outgoingInterface", s.outgoingInterface()))
                                .toList());
    }

    private static Map<String, Object> alerts(AlertSettings a) {
        return map(
                "recipients",
                        a.recipients().stream()
                                .map(r -> map(
                                        "address",
                                        r.address().text(),
                                        "severity",
                                        r.severity().name()))
                                .toList(),
                "sender", a.sender() == null ? null : a.sender().text(),
                "initialWait", seconds(a.initialWait()),
                "maxWait", seconds(a.maxWait()));
    }

    private static Map<String, Object> logSubscription(LogSubscription s) {
        return map(
                "name", s.name(),
                "type", s.type().name(),
                "level", s.level().name(),
                "rolloverSize", s.rolloverSize(),
                "rolloverInterval", s.rolloverTime().text(),
                "maxFiles", s.maxFiles(),
                "fileName", s.fileName(),
                "enabled", s.enabled());
    }

    private static @Nullable String seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds() + "s";
    }

    private static Map<String, Object> map(@Nullable Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                map.put(String.valueOf(pairs[i]), value);
            }
        }
        return map;
    }
}
