package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.RolloverTime;
import org.jspecify.annotations.Nullable;

/// The section `logSubscriptions` of a policy file.
final class LogSubscriptionsSection {

    private static final List<String> KEYS =
            List.of("name", "type", "level", "rolloverSize", "rolloverInterval", "maxFiles", "fileName", "enabled");

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
                map.truth("enabled", d.enabled()));
    }

    static Map<String, Object> tree(LogSubscription s) {
        return FileTree.map(
                "name", s.name(),
                "type", s.type().name(),
                "level", s.level().name(),
                "rolloverSize", s.rolloverSize(),
                "rolloverInterval", s.rolloverTime().text(),
                "maxFiles", s.maxFiles(),
                "fileName", s.fileName(),
                "enabled", s.enabled());
    }
}
