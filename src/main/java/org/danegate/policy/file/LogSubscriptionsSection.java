package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.policy.EventForm;
import org.danegate.policy.LogPrivacy;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.RolloverTime;
import org.danegate.policy.SyslogPush;
import org.jspecify.annotations.Nullable;

/// The section `logSubscriptions` of a policy file.
final class LogSubscriptionsSection {

    private static final List<String> KEYS = List.of(
            "name",
            "type",
            "level",
            "rolloverSize",
            "rolloverInterval",
            "maxFiles",
            "fileName",
            "enabled",
            "retrieval",
            "syslogHost",
            "syslogPort",
            "syslogProtocol",
            "syslogFraming",
            "syslogForm",
            "syslogFacility",
            "syslogMaxSize",
            "syslogTrusted",
            "syslogCertificate",
            "eventForm",
            "eventVendor",
            "eventProduct",
            "eventKeys",
            "leaveOutSubjects",
            "hashAddresses");

    private LogSubscriptionsSection() {}

    static List<LogSubscription> read(YamlMap root, List<LogSubscription> otherwise) {
        return root.maps("logSubscriptions", otherwise, LogSubscriptionsSection::subscription, KEYS);
    }

    private static @Nullable LogSubscription subscription(YamlMap map) {
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
                map.truth("enabled", d.enabled()),
                map.word("retrieval", d.retrieval()),
                syslog(map),
                events(map),
                new LogPrivacy(map.truth("leaveOutSubjects", false), map.truth("hashAddresses", false)));
    }

    private static SyslogPush syslog(YamlMap map) {
        SyslogPush d = SyslogPush.none();
        SyslogPush.Protocol protocol = map.word("syslogProtocol", d.protocol());
        return new SyslogPush(
                map.text("syslogHost", d.host()),
                map.number("syslogPort", protocol.port()),
                protocol,
                map.word("syslogFraming", d.framing()),
                map.word("syslogForm", d.form()),
                map.word("syslogFacility", d.facility()),
                map.number("syslogMaxSize", d.maxSize()),
                map.text("syslogTrusted", d.trusted()),
                map.text("syslogCertificate"));
    }

    private static EventForm events(YamlMap map) {
        EventForm d = EventForm.defaults();
        return new EventForm(
                map.word("eventForm", d.notation()),
                map.text("eventVendor", d.vendor()),
                map.text("eventProduct", d.product()),
                map.word("eventKeys", d.keys()));
    }

    static Map<String, Object> tree(LogSubscription s) {
        Map<String, Object> tree = files(s);
        if (s.retrieval() != LogSubscription.Retrieval.FILES || !s.syslog().equals(SyslogPush.none())) {
            tree.putAll(tree(s.syslog()));
        }
        if (s.type() == LogSubscription.Type.CONSOLIDATED || !s.events().equals(EventForm.defaults())) {
            tree.putAll(tree(s.events()));
        }
        if (!s.privacy().equals(LogPrivacy.none())) {
            tree.put("leaveOutSubjects", s.privacy().withoutSubjects());
            tree.put("hashAddresses", s.privacy().hashedAddresses());
        }
        return tree;
    }

    private static Map<String, Object> tree(SyslogPush s) {
        return FileTree.map(
                "syslogHost", s.host(),
                "syslogPort", s.port(),
                "syslogProtocol", s.protocol().name(),
                "syslogFraming", s.framing().name(),
                "syslogForm", s.form().name(),
                "syslogFacility", s.facility().name(),
                "syslogMaxSize", s.maxSize(),
                "syslogTrusted", s.trusted().isEmpty() ? null : s.trusted(),
                "syslogCertificate", s.certificate());
    }

    private static Map<String, Object> tree(EventForm f) {
        return FileTree.map(
                "eventForm", f.notation().name(),
                "eventVendor", f.vendor(),
                "eventProduct", f.product(),
                "eventKeys", f.keys().name());
    }

    private static Map<String, Object> files(LogSubscription s) {
        return FileTree.map(
                "name", s.name(),
                "type", s.type().name(),
                "level", s.level().name(),
                "rolloverSize", s.rolloverSize(),
                "rolloverInterval", s.rolloverTime().text(),
                "maxFiles", s.maxFiles(),
                "fileName", s.fileName(),
                "enabled", s.enabled(),
                "retrieval", s.retrieval().name());
    }
}
