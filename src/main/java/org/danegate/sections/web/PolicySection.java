package org.danegate.sections.web;

import static org.danegate.sections.web.SectionField.block;
import static org.danegate.sections.web.SectionField.choice;
import static org.danegate.sections.web.SectionField.detail;
import static org.danegate.sections.web.SectionField.detailChoice;
import static org.danegate.sections.web.SectionField.hosts;
import static org.danegate.sections.web.SectionField.lines;
import static org.danegate.sections.web.SectionField.offered;
import static org.danegate.sections.web.SectionField.optional;
import static org.danegate.sections.web.SectionField.size;
import static org.danegate.sections.web.SectionField.text;
import static org.danegate.sections.web.SectionField.time;
import static org.danegate.sections.web.SectionField.truth;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.danegate.console.MenuSection;
import org.danegate.policy.SyslogPush;

/// Lists of the policy that have a page each: the fields of their objects, and their places in the policy file. Their
/// texts are in `messages/sections.properties` under {@link #page}.
public enum PolicySection {
    SMTP_ROUTES(
            MenuSection.NETWORK,
            "network/smtp-routes",
            20,
            "smtpRoutes",
            text("domain"),
            hosts("hosts"),
            optional("authentication")),
    BOUNCE_PROFILES(
            MenuSection.NETWORK,
            "network/bounce-profiles",
            30,
            "bounceProfiles",
            text("name"),
            text("maxRetries"),
            time("maxTimeInQueue"),
            time("initialRetry"),
            time("maxRetryInterval"),
            truth("sendHardBounces"),
            truth("sendDelayWarnings"),
            new SectionField("delayWarningAfter", SectionField.Input.TIME, false, List.of()),
            detail("delayWarningCount"),
            detail("bounceSender"),
            truth("dkimSigning")),
    LISTENERS(
            MenuSection.NETWORK,
            "network/listeners",
            18,
            "listeners",
            text("name"),
            text("address"),
            text("port"),
            size("maxMessageSize"),
            text("maxRecipients"),
            choice("tls", "NONE", "PREFERRED", "REQUIRED", "IMPLICIT"),
            offered("certificate", false),
            choice("auth", "NONE", "OFFERED", "REQUIRED"),
            offered("authPolicy", false),
            new SectionField("proxyNetworks", SectionField.Input.LINES, false, List.of()),
            offered("outgoingInterface", false),
            new SectionField("addressParsing", SectionField.Input.CHOICE, false, List.of("STRICT", "LOOSE")),
            new SectionField("crLfHandling", SectionField.Input.CHOICE, false, List.of("REJECT", "CLEAN"))),
    IP_INTERFACES(
            MenuSection.NETWORK,
            "network/ip-interfaces",
            40,
            "virtualGateways.interfaces",
            text("name"),
            text("ipv4"),
            text("ipv6"),
            text("hostname")),
    SENDER_INTERFACES(
            MenuSection.NETWORK,
            "network/sender-interfaces",
            45,
            "virtualGateways.senders",
            text("sender"),
            offered("outgoingInterface", true)),
    SENDER_GROUPS(
            MenuSection.MAIL_POLICIES,
            "mail-policies/hat",
            20,
            "listeners[*].senderGroups",
            text("name"),
            lines("senders"),
            offered("policy", true)),
    MAIL_FLOW_POLICIES(
            MenuSection.MAIL_POLICIES,
            "mail-policies/mail-flow-policies",
            30,
            "mailFlowPolicies",
            text("name"),
            choice("behavior", "RELAY", "ACCEPT", "REJECT", "TCPREFUSE"),
            detail("maxConnections"),
            detail("maxMessagesPerConnection"),
            detail("maxRecipientsPerMessage"),
            detail("maxRecipientsPerHour"),
            new SectionField("maxMessageSize", SectionField.Input.SIZE, false, List.of()),
            new SectionField("tls", SectionField.Input.CHOICE, false, List.of("", "NONE", "PREFERRED", "REQUIRED")),
            truth("honorTlsRequiredNo"),
            truth("honorTlsMandatory"),
            truth("dkimSigning")),
    SIGNING_PROFILES(
            MenuSection.MAIL_POLICIES,
            "mail-policies/signing-profiles",
            46,
            "dkim.profiles",
            text("name"),
            text("domain"),
            truth("enabled"),
            text("selector"),
            offered("key", true),
            detail("secondSelector"),
            offered("secondKey", false),
            detail("nextSelector"),
            offered("nextKey", false),
            detail("nextFrom"),
            new SectionField("users", SectionField.Input.LINES, false, List.of()),
            detailChoice("headers", "STANDARD", "ALL"),
            new SectionField("additionalHeaders", SectionField.Input.LINES, false, List.of()),
            detail("expirationDays"),
            truth("convertTo7Bit"),
            truth("leaveSigned")),
    RECIPIENT_ACCESS(
            MenuSection.MAIL_POLICIES,
            "mail-policies/recipient-access",
            40,
            "recipientAccess",
            text("domain"),
            choice("action", "ACCEPT", "REJECT")),
    TLS_BY_SENDER(
            MenuSection.MAIL_POLICIES,
            "mail-policies/tls-by-sender",
            15,
            "tlsBySender",
            text("name"),
            text("sender"),
            text("recipient"),
            choice("least", "REQUIRED", "REQUIRED_VERIFY", "REQUIRED_VERIFY_HOSTED_DOMAINS", "DANE_MANDATORY")),
    LOG_SUBSCRIPTIONS(
            MenuSection.SYSTEM_ADMINISTRATION,
            "system/log-subscriptions",
            15,
            "logSubscriptions",
            text("name"),
            choice("type", "MAIL", "BOUNCE", "STATUS", "AUDIT", "SYSTEM", "CONSOLIDATED"),
            choice("level", "CRITICAL", "WARNING", "INFO", "DEBUG", "TRACE"),
            size("rolloverSize"),
            text("rolloverInterval"),
            text("maxFiles"),
            detail("fileName"),
            truth("enabled"),
            detailChoice("retrieval", "FILES", "SYSLOG", "FILES_AND_SYSLOG"),
            detail("syslogHost"),
            detail("syslogPort"),
            detailChoice("syslogProtocol", "UDP", "TCP", "TLS"),
            detailChoice("syslogFraming", "OCTET_COUNTING", "LINE_FEED"),
            detailChoice("syslogForm", "APPLIANCE", "APPLIANCE_WITH_HOST", "RFC5424"),
            new SectionField(
                    "syslogFacility",
                    SectionField.Input.CHOICE,
                    false,
                    Arrays.stream(SyslogPush.Facility.values()).map(Enum::name).toList()),
            detail("syslogMaxSize"),
            block("syslogTrusted"),
            offered("syslogCertificate", false),
            detailChoice("eventForm", "CEF", "JSON"),
            detail("eventVendor"),
            detail("eventProduct"),
            detailChoice("eventKeys", "ALL", "APPLIANCE"),
            truth("leaveOutSubjects"),
            truth("hashAddresses")),
    ALERT_RECIPIENTS(
            MenuSection.SYSTEM_ADMINISTRATION,
            "system/alert-recipients",
            20,
            "alerts.recipients",
            text("address"),
            choice("severity", "CRITICAL", "WARNING", "INFORMATION"));

    /// The pages' addresses as a pattern for request mappings.
    static final String PAGES = "/{menu:network|mail-policies|system}/{page:smtp-routes|bounce-profiles|listeners"
            + "|ip-interfaces|sender-interfaces|hat|mail-flow-policies|recipient-access|log-subscriptions"
            + "|alert-recipients|tls-by-sender|signing-profiles}";

    private final MenuSection menu;
    private final String address;
    private final int order;
    private final String path;
    private final List<SectionField> fields;

    PolicySection(MenuSection menu, String address, int order, String path, SectionField... fields) {
        this.menu = menu;
        this.address = "/" + address;
        this.order = order;
        this.path = path;
        this.fields = List.of(fields);
    }

    /// The section of a page.
    static Optional<PolicySection> at(String menu, String page) {
        return Arrays.stream(values())
                .filter(s -> s.address.equals("/" + menu + "/" + page))
                .findFirst();
    }

    /// The menu with the page.
    public MenuSection menu() {
        return menu;
    }

    /// Address of the list.
    public String address() {
        return address;
    }

    int order() {
        return order;
    }

    /// The last part of the address, and the prefix of the keys of its texts.
    public String page() {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    /// Whether each listener has such a list.
    public boolean ofListener() {
        return path.contains("[*]");
    }

    /// Path of the list in the policy file, such as `smtpRoutes` or `listeners[0].senderGroups`.
    ///
    /// @param listener position of the listener that the list belongs to; ignored for lists that exist once
    String path(int listener) {
        return path.replace("*", String.valueOf(listener));
    }

    /// The section of the policy file with the list.
    String section() {
        return path.split("[.\\[]", 2)[0];
    }

    /// The fields of its objects.
    public List<SectionField> fields() {
        return fields;
    }

    /// The field that names an object.
    public SectionField key() {
        return fields.getFirst();
    }

    /// Whether the order of the objects matters.
    public boolean ordered() {
        return this == SENDER_GROUPS;
    }
}
