package org.danegate.policy.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.danegate.policy.AlertSettings;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSettings;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.IpInterface;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.RecipientAccess;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.RolloverTime;
import org.danegate.policy.SettingType;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.VirtualGateways;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/// Turns the file's nodes into a policy, section by section.
final class PolicyReader {

    private static final List<String> SETTINGS =
            DestinationSetting.all().stream().map(DestinationSetting::key).toList();

    private final List<Fault> faults;
    private final Places places;

    PolicyReader(List<Fault> faults, Places places) {
        this.faults = faults;
        this.places = places;
    }

    Policy read(Node root) {
        YamlMap map = new YamlMap(
                root,
                "",
                faults,
                places,
                "dns",
                "destinationControls",
                "smtpRoutes",
                "bounceProfiles",
                "listeners",
                "mailFlowPolicies",
                "recipientAccess",
                "logSubscriptions",
                "virtualGateways",
                "alerts");
        Policy d = Policy.defaults();
        return new Policy(
                dns(map),
                destinationControls(map),
                or(map.maps("smtpRoutes", this::route, "domain", "hosts"), d.smtpRoutes()),
                or(bounceProfiles(map), d.bounceProfiles()),
                or(listeners(map), d.listeners()),
                or(
                        map.maps(
                                "mailFlowPolicies",
                                PolicyReader::mailFlowPolicy,
                                "name",
                                "behavior",
                                "maxConnections",
                                "maxMessagesPerConnection",
                                "maxRecipientsPerMessage",
                                "maxRecipientsPerHour",
                                "maxMessageSize",
                                "tls"),
                        d.mailFlowPolicies()),
                or(map.maps("recipientAccess", PolicyReader::recipientAccess, "domain", "action"), d.recipientAccess()),
                or(logSubscriptions(map), d.logSubscriptions()),
                virtualGateways(map),
                alerts(map));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private DnsSettings dns(YamlMap root) {
        YamlMap map = root.map(
                "dns",
                "servers",
                "secondaryServers",
                "alternateServers",
                "useRootServers",
                "timeout",
                "trustAnchorFile");
        if (map == null) {
            return DnsSettings.defaults();
        }
        return new DnsSettings(
                or(map.maps("servers", PolicyReader::server, "address", "port", "priority"), List.of()),
                or(map.maps("secondaryServers", PolicyReader::server, "address", "port", "priority"), List.of()),
                or(map.maps("alternateServers", PolicyReader::alternate, "domain", "address", "port"), List.of()),
                map.truth("useRootServers", false),
                map.read("timeout", YamlScalar::duration),
                map.read("trustAnchorFile", YamlScalar.worded("policy.file.path", Path::of)));
    }

    private static DnsSettings.@Nullable Server server(YamlMap map) {
        return map.lacks("address")
                ? null
                : new DnsSettings.Server(map.text("address", ""), map.number("port", 53), map.number("priority", 0));
    }

    private static DnsSettings.@Nullable AlternateServer alternate(YamlMap map) {
        if (map.lacks("domain") || map.lacks("address")) {
            return null;
        }
        DomainName domain = map.read("domain", YamlScalar.worded("policy.file.domain", DomainName::parse));
        return domain == null
                ? null
                : new DnsSettings.AlternateServer(domain, map.text("address", ""), map.number("port", 53));
    }

    private DestinationControls destinationControls(YamlMap root) {
        YamlMap map = root.map("destinationControls", "default", "destinations", "global");
        if (map == null) {
            return DestinationControls.defaults();
        }
        YamlMap global = map.map("global", "certificate", "alertOnRequiredTlsFailure");
        List<String> keys = new ArrayList<>(SETTINGS);
        keys.addFirst("domain");
        return new DestinationControls(
                defaultProfile(map),
                or(map.maps("destinations", this::entry, keys.toArray(String[]::new)), List.of()),
                global == null
                        ? new DestinationControls.Global(null, false)
                        : new DestinationControls.Global(
                                global.text("certificate"), global.truth("alertOnRequiredTlsFailure", false)));
    }

    private DestinationProfile defaultProfile(YamlMap controls) {
        YamlMap map = controls.map("default", SETTINGS.toArray(String[]::new));
        return map == null
                ? DestinationProfile.defaults()
                : new DestinationProfile(settings(map).over(DestinationSettings.factory()));
    }

    private @Nullable DestinationEntry entry(YamlMap map) {
        if (map.lacks("domain")) {
            return null;
        }
        DomainPattern pattern = map.read("domain", YamlScalar.worded("policy.file.domain", DomainPattern::parse));
        return pattern == null ? null : new DestinationEntry(pattern, settings(map));
    }

    private static DestinationSettings settings(YamlMap map) {
        DestinationSettings settings = DestinationSettings.NONE;
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            Object value = value(map, setting);
            settings = value == null ? settings : settings.withValue(setting, value);
        }
        return settings;
    }

    private static @Nullable Object value(YamlMap map, DestinationSetting<?> setting) {
        return switch (setting.type()) {
            case SettingType.Words<?> words -> map.word(setting.key(), words.type());
            case SettingType.Count any -> map.number(setting.key());
            case SettingType.Truth any -> map.truth(setting.key());
            case SettingType.ProfileName any -> map.text(setting.key());
            case SettingType.Rate any -> recipientLimit(map, setting.key());
        };
    }

    private static @Nullable RecipientLimit recipientLimit(YamlMap profile, String key) {
        YamlMap map = profile.map(key, SettingType.Rate.PARTS.toArray(String[]::new));
        RecipientLimit otherwise = RecipientLimit.NONE;
        return map == null
                ? null
                : new RecipientLimit(
                        map.number(SettingType.Rate.PARTS.getFirst(), otherwise.recipients()),
                        map.number(SettingType.Rate.PARTS.getLast(), otherwise.minutes()));
    }

    private @Nullable SmtpRoute route(YamlMap map) {
        if (map.lacks("domain") || map.lacks("hosts")) {
            return null;
        }
        boolean all = "ALL".equals(map.text("domain"));
        DomainPattern pattern =
                all ? null : map.read("domain", YamlScalar.worded("policy.file.domain", DomainPattern::parse));
        if (!all && pattern == null) {
            return null;
        }
        List<SmtpRoute.Host> hosts =
                or(map.maps("hosts", PolicyReader::routeHost, "host", "port", "priority"), List.of());
        return new SmtpRoute(pattern, hosts);
    }

    private static SmtpRoute.@Nullable Host routeHost(YamlMap map) {
        if (map.lacks("host")) {
            return null;
        }
        String host = map.text("host", "");
        return switch (host) {
            case "USEDNS" -> new SmtpRoute.Host.UseDns();
            case "/dev/null" -> new SmtpRoute.Host.Discard();
            default -> new SmtpRoute.Host.Relay(host, map.number("port", 25), map.number("priority", 0));
        };
    }

    private static @Nullable List<BounceProfile> bounceProfiles(YamlMap root) {
        return root.maps(
                "bounceProfiles",
                PolicyReader::bounceProfile,
                "name",
                "maxRetries",
                "maxTimeInQueue",
                "initialRetry",
                "maxRetryInterval",
                "sendHardBounces",
                "sendDelayWarnings",
                "delayWarningAfter",
                "delayWarningCount",
                "bounceSender");
    }

    private static @Nullable BounceProfile bounceProfile(YamlMap map) {
        if (map.lacks("name")) {
            return null;
        }
        BounceProfile d = BounceProfile.defaults();
        return new BounceProfile(
                map.text("name", ""),
                map.number("maxRetries", d.maxRetries()),
                duration(map, "maxTimeInQueue", d.maxTimeInQueue()),
                duration(map, "initialRetry", d.initialRetry()),
                duration(map, "maxRetryInterval", d.maxRetryInterval()),
                map.truth("sendHardBounces", d.sendHardBounces()),
                map.truth("sendDelayWarnings", d.sendDelayWarnings()),
                duration(map, "delayWarningAfter", d.delayWarningAfter()),
                map.number("delayWarningCount", d.delayWarningCount()),
                map.read("bounceSender", YamlScalar.worded("policy.file.mail", MailAddress::parse)));
    }

    private static Duration duration(YamlMap map, String key, Duration otherwise) {
        return map.read(key, otherwise, YamlScalar::duration);
    }

    private @Nullable List<ListenerSettings> listeners(YamlMap root) {
        return root.maps(
                "listeners",
                this::listener,
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
                "crLfHandling");
    }

    private @Nullable ListenerSettings listener(YamlMap map) {
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
                or(map.maps("senderGroups", PolicyReader::senderGroup, "name", "senders", "policy"), d.senderGroups()),
                map.text("outgoingInterface"),
                map.word("addressParsing", d.addressParsing()),
                map.word("crLfHandling", d.crLfHandling()));
    }

    private static VirtualGateways virtualGateways(YamlMap root) {
        YamlMap map = root.map("virtualGateways", "interfaces", "defaultInterface", "senders");
        return map == null
                ? VirtualGateways.none()
                : new VirtualGateways(
                        or(
                                map.maps("interfaces", PolicyReader::ipInterface, "name", "ipv4", "ipv6", "hostname"),
                                List.of()),
                        map.text("defaultInterface"),
                        or(
                                map.maps("senders", PolicyReader::senderInterface, "sender", "outgoingInterface"),
                                List.of()));
    }

    private static AlertSettings alerts(YamlMap root) {
        AlertSettings d = AlertSettings.defaults();
        YamlMap map = root.map("alerts", "recipients", "sender", "initialWait", "maxWait");
        return map == null
                ? d
                : new AlertSettings(
                        or(map.maps("recipients", PolicyReader::alertRecipient, "address", "severity"), List.of()),
                        map.read("sender", YamlScalar.worded("policy.file.mail", MailAddress::parse)),
                        duration(map, "initialWait", d.initialWait()),
                        duration(map, "maxWait", d.maxWait()));
    }

    private static AlertSettings.@Nullable AlertRecipient alertRecipient(YamlMap map) {
        MailAddress address = map.lacks("address")
                ? null
                : map.read("address", YamlScalar.worded("policy.file.mail", MailAddress::parse));
        return address == null
                ? null
                : new AlertSettings.AlertRecipient(address, map.word("severity", AlertSettings.Severity.WARNING));
    }

    private static @Nullable IpInterface ipInterface(YamlMap map) {
        if (map.lacks("name") || map.lacks("hostname")) {
            return null;
        }
        DomainName hostname = map.read("hostname", YamlScalar.worded("policy.file.domain", DomainName::parse));
        return hostname == null
                ? null
                : new IpInterface(map.text("name", ""), map.text("ipv4"), map.text("ipv6"), hostname);
    }

    private static VirtualGateways.@Nullable SenderInterface senderInterface(YamlMap map) {
        return map.lacks("sender") || map.lacks("outgoingInterface")
                ? null
                : new VirtualGateways.SenderInterface(map.text("sender", ""), map.text("outgoingInterface", ""));
    }

    private static ListenerSettings.@Nullable SenderGroup senderGroup(YamlMap map) {
        return map.lacks("name") || map.lacks("policy")
                ? null
                : new ListenerSettings.SenderGroup(
                        map.text("name", ""), or(map.texts("senders"), List.of()), map.text("policy", ""));
    }

    private static @Nullable MailFlowPolicy mailFlowPolicy(YamlMap map) {
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
                        map.word("tls", ListenerSettings.ListenerTls.class));
    }

    private static @Nullable RecipientAccess recipientAccess(YamlMap map) {
        if (map.lacks("domain")) {
            return null;
        }
        DomainPattern domain = map.read("domain", YamlScalar.worded("policy.file.domain", DomainPattern::parse));
        return domain == null ? null : new RecipientAccess(domain, map.word("action", RecipientAccess.Action.ACCEPT));
    }

    private static @Nullable List<LogSubscription> logSubscriptions(YamlMap root) {
        return root.maps(
                "logSubscriptions",
                PolicyReader::logSubscription,
                "name",
                "type",
                "level",
                "rolloverSize",
                "rolloverInterval",
                "maxFiles",
                "fileName",
                "enabled");
    }

    private static @Nullable LogSubscription logSubscription(YamlMap map) {
        if (map.lacks("name")) {
            return null;
        }
        LogSubscription d = LogSubscription.defaults();
        LogSubscription.Type type = map.word("type", d.type());
        return new LogSubscription(
                map.text("name", ""),
                type,
                map.word("level", d.level()),
                map.read("rolloverSize", d.rolloverSize(), YamlScalar::size),
                map.read("rolloverInterval", d.rolloverTime(), RolloverTime::parse),
                map.number("maxFiles", d.maxFiles()),
                map.text("fileName", type.defaultFileName()),
                map.truth("enabled", d.enabled()));
    }
}
