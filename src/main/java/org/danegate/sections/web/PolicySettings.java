package org.danegate.sections.web;

import static org.danegate.sections.web.SectionField.detailChoice;
import static org.danegate.sections.web.SectionField.lines;
import static org.danegate.sections.web.SectionField.offered;
import static org.danegate.sections.web.SectionField.text;
import static org.danegate.sections.web.SectionField.time;
import static org.danegate.sections.web.SectionField.truth;
import static org.danegate.sections.web.SettingsPart.line;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.danegate.console.MenuSection;
import org.danegate.policy.Policy;

/// Settings next to a list of the policy that exist once and have a form each. Their texts are in
/// `messages/sections.properties` under {@link #page}.
public enum PolicySettings {
    /// System Administration > Alerts > Edit Settings.
    ALERTS(
            MenuSection.SYSTEM_ADMINISTRATION,
            "/system/alerts",
            "alert-settings",
            "alerts",
            SettingsPart.of("mail", text("sender"), time("initialWait"), time("maxWait"), time("reminder")),
            SettingsPart.compact(
                    "rules",
                    line("down", text("downRecipients"), time("downTime")),
                    line(text("downDestinations")),
                    line("growth", text("growthRecipients"), text("growthFactor")),
                    line(time("oldestRecipient")),
                    line(time("bouncesWithin")),
                    line(text("expiredRecipients")),
                    line("dane", text("daneRecipients"), text("daneMandatoryRecipients")),
                    line(truth("listeners")),
                    line(truth("resolvers")),
                    line(truth("certificates")),
                    line(truth("disk"))),
            SettingsPart.of("webhook", text("webhook"))),
    /// The appliance's `deliveryconfig`: default interface to deliver mail.
    DEFAULT_INTERFACE(
            MenuSection.NETWORK,
            "/network/ip-interfaces",
            "default-interface",
            "virtualGateways",
            SettingsPart.of("", offered("defaultInterface", false))),
    /// The appliance's DKIM Global Settings.
    DKIM(
            MenuSection.MAIL_POLICIES,
            "/mail-policies/signing-profiles",
            "dkim-settings",
            "dkim",
            SettingsPart.of("", truth("signSystemMessages"), truth("sendUnsigned"))),
    /// Monitor > TLS Reports > Edit Settings.
    TLS_REPORTS(
            MenuSection.MONITOR,
            "/monitor/tls-reports",
            "tls-report-settings",
            "tlsReports",
            SettingsPart.of(
                    "",
                    detailChoice("mode", "OFF", "COUNT", "SEND"),
                    text("contact"),
                    text("organization"),
                    lines("excluded"),
                    truth("failuresOnly"),
                    truth("mayGoInClear")));

    /// The pages' addresses as a pattern for request mappings.
    static final String PAGES =
            "/{menu:network|mail-policies|system|monitor}/{list:alerts|ip-interfaces|signing-profiles|tls-reports}/settings";

    private final MenuSection menu;
    private final String list;
    private final String page;
    private final String path;
    private final List<SettingsPart> parts;

    PolicySettings(MenuSection menu, String list, String page, String path, SettingsPart... parts) {
        this.menu = menu;
        this.list = list;
        this.page = page;
        this.path = path;
        this.parts = List.of(parts);
    }

    /// The settings whose form belongs to a list.
    static Optional<PolicySettings> beside(String list) {
        return Arrays.stream(values()).filter(s -> s.list.equals(list)).findFirst();
    }

    /// The menu with the form.
    public MenuSection menu() {
        return menu;
    }

    /// Address of the page that links here.
    public String list() {
        return list;
    }

    /// Address of the form.
    public String address() {
        return list + "/settings";
    }

    /// The prefix of the keys of its texts.
    public String page() {
        return page;
    }

    /// The parts of the form.
    public List<SettingsPart> parts() {
        return parts;
    }

    /// The fields of the form.
    List<SectionField> fields() {
        return parts.stream().flatMap(part -> part.fields().stream()).toList();
    }

    /// The section of the policy file that contains the fields and others.
    String section() {
        return path;
    }

    /// The key of the field that the policy's rules call by this name, or whose list has an item of this name.
    /// Empty for a field that is not on this form, because the section has other parts.
    Optional<String> own(String field) {
        return fields().stream()
                .map(SectionField::key)
                .filter(key ->
                        field.equals(path + "." + key) || field.matches(Pattern.quote(path + "." + key) + "\\[\\d+]"))
                .findFirst();
    }

    Map<String, Object> of(Policy policy) {
        return PolicyTree.copy((Map<?, ?>) PolicyTree.at(policy, path));
    }
}
