package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.address.MailAddress;
import org.danegate.policy.AlertLimits;
import org.danegate.policy.AlertSettings;
import org.danegate.policy.AlertSettings.AlertRecipient;
import org.danegate.policy.AlertSettings.Severity;
import org.jspecify.annotations.Nullable;

/// The section `alerts` of a policy file.
final class AlertsSection {

    private static final List<String> KEYS = List.of(
            "recipients",
            "sender",
            "initialWait",
            "maxWait",
            "reminder",
            "downRecipients",
            "downTime",
            "downDestinations",
            "growthRecipients",
            "growthFactor",
            "oldestRecipient",
            "bouncesWithin",
            "expiredRecipients",
            "daneRecipients",
            "daneMandatoryRecipients",
            "listeners",
            "resolvers",
            "certificates",
            "disk",
            "webhook");
    private static final List<String> RECIPIENT = List.of("address", "severity");

    private AlertsSection() {}

    static AlertSettings read(YamlMap root) {
        AlertSettings d = AlertSettings.defaults();
        YamlMap map = root.map("alerts", KEYS);
        return map == null
                ? d
                : new AlertSettings(
                        map.maps("recipients", List.of(), AlertsSection::recipient, RECIPIENT),
                        map.mailAddress("sender"),
                        map.duration("initialWait", d.initialWait()),
                        map.duration("maxWait", d.maxWait()),
                        limits(map, d.limits()),
                        map.text("webhook"));
    }

    private static AlertLimits limits(YamlMap map, AlertLimits d) {
        return new AlertLimits(
                destinations(map, d.destinations()),
                map.number("downDestinations", d.downAtOnce()),
                new AlertLimits.Growth(
                        map.number("growthRecipients", d.growth().recipients()),
                        map.number("growthFactor", d.growth().factor())),
                map.number("expiredRecipients", d.expired()),
                map.duration("reminder", d.reminder()),
                new AlertLimits.Conditions(
                        map.truth("listeners", d.conditions().listeners()),
                        map.truth("resolvers", d.conditions().resolvers()),
                        map.truth("certificates", d.conditions().certificates()),
                        map.truth("disk", d.conditions().disk())));
    }

    private static AlertLimits.OfDestination destinations(YamlMap map, AlertLimits.OfDestination d) {
        return new AlertLimits.OfDestination(
                new AlertLimits.Down(
                        map.number("downRecipients", d.down().recipients()),
                        map.duration("downTime", d.down().time())),
                map.duration("oldestRecipient", d.oldest()),
                map.duration("bouncesWithin", d.bouncing()),
                new AlertLimits.Dane(
                        map.number("daneRecipients", d.dane().recipients()),
                        map.number("daneMandatoryRecipients", d.dane().mandatory())));
    }

    private static @Nullable AlertRecipient recipient(YamlMap map) {
        MailAddress address = map.lacks("address") ? null : map.mailAddress("address");
        return address == null ? null : new AlertRecipient(address, map.word("severity", Severity.WARNING));
    }

    static Map<String, Object> tree(AlertSettings a) {
        MailAddress sender = a.sender();
        Map<String, Object> tree = FileTree.map(
                "recipients", FileTree.list(a.recipients(), AlertsSection::tree),
                "sender", sender == null ? null : sender.text(),
                "initialWait", FileTree.seconds(a.initialWait()),
                "maxWait", FileTree.seconds(a.maxWait()));
        tree.putAll(tree(a.limits()));
        tree.putAll(FileTree.map("webhook", a.webhook()));
        return tree;
    }

    private static Map<String, Object> tree(AlertLimits limits) {
        AlertLimits.OfDestination one = limits.destinations();
        AlertLimits.Conditions on = limits.conditions();
        return FileTree.map(
                "reminder", FileTree.seconds(limits.reminder()),
                "downRecipients", one.down().recipients(),
                "downTime", FileTree.seconds(one.down().time()),
                "downDestinations", limits.downAtOnce(),
                "growthRecipients", limits.growth().recipients(),
                "growthFactor", limits.growth().factor(),
                "oldestRecipient", FileTree.seconds(one.oldest()),
                "bouncesWithin", FileTree.seconds(one.bouncing()),
                "expiredRecipients", limits.expired(),
                "daneRecipients", one.dane().recipients(),
                "daneMandatoryRecipients", one.dane().mandatory(),
                "listeners", on.listeners(),
                "resolvers", on.resolvers(),
                "certificates", on.certificates(),
                "disk", on.disk());
    }

    private static Map<String, Object> tree(AlertRecipient r) {
        return FileTree.map(
                "address", r.address().text(), "severity", r.severity().name());
    }
}
