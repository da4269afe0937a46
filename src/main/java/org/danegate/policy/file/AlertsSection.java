package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.address.MailAddress;
import org.danegate.policy.AlertSettings;
import org.danegate.policy.AlertSettings.AlertRecipient;
import org.danegate.policy.AlertSettings.Severity;
import org.jspecify.annotations.Nullable;

/// The section `alerts` of a policy file.
final class AlertsSection {

    private static final List<String> KEYS = List.of("recipients", "sender", "initialWait", "maxWait");
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
                        map.duration("maxWait", d.maxWait()));
    }

    private static @Nullable AlertRecipient recipient(YamlMap map) {
        MailAddress address = map.lacks("address") ? null : map.mailAddress("address");
        return address == null ? null : new AlertRecipient(address, map.word("severity", Severity.WARNING));
    }

    static Map<String, Object> tree(AlertSettings a) {
        MailAddress sender = a.sender();
        return FileTree.map(
                "recipients", FileTree.list(a.recipients(), AlertsSection::tree),
                "sender", sender == null ? null : sender.text(),
                "initialWait", FileTree.seconds(a.initialWait()),
                "maxWait", FileTree.seconds(a.maxWait()));
    }

    private static Map<String, Object> tree(AlertRecipient r) {
        return FileTree.map(
                "address", r.address().text(), "severity", r.severity().name());
    }
}
