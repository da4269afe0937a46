package org.danegate.config;

import org.springframework.web.util.UriComponentsBuilder;

/// Addresses of the console's pages that show the objects of the policy.
final class ObjectPages {

    private ObjectPages() {}

    /// @param what how the object differs: a deleted destination has no page of its own
    static String address(PolicyObject object, PolicyChange.Kind what) {
        return switch (object.kind()) {
            case DNS -> "/network/dns";
            case DEFAULT_DESTINATION -> "/mail-policies/destinations/default";
            case GLOBAL_SETTINGS -> "/mail-policies/destinations/global";
            case DESTINATION ->
                what == PolicyChange.Kind.DELETED ? "/mail-policies/destinations" : entry(object.name());
            case SMTP_ROUTE -> "/network/smtp-routes";
            case BOUNCE_PROFILE -> "/network/bounce-profiles";
            case LISTENER -> "/network/listeners";
            case MAIL_FLOW_POLICY -> "/mail-policies/mail-flow-policies";
            case RECIPIENT_ACCESS -> "/mail-policies/recipient-access";
            case TLS_RULE -> "/mail-policies/tls-by-sender";
            case LOG_SUBSCRIPTION -> "/system/log-subscriptions";
            case IP_INTERFACE -> "/network/ip-interfaces";
            case SENDER_INTERFACE -> "/network/sender-interfaces";
            case DEFAULT_INTERFACE -> "/network/ip-interfaces/settings";
            case ALERT_RECIPIENT -> "/system/alert-recipients";
            case ALERT_SETTINGS -> "/system/alerts/settings";
            case SIGNING_PROFILE -> "/mail-policies/signing-profiles";
            case DKIM_SETTINGS -> "/mail-policies/signing-profiles/settings";
            case TLS_REPORT_SETTINGS -> "/monitor/tls-reports/settings";
        };
    }

    /// What the codes of a form's texts begin with; the name of a field follows.
    static String form(PolicyObject.Kind kind) {
        return switch (kind) {
            case DNS -> "dns.";
            case DEFAULT_DESTINATION, GLOBAL_SETTINGS, DESTINATION -> "destinations.";
            case SMTP_ROUTE -> "sections.smtp-routes.";
            case BOUNCE_PROFILE -> "sections.bounce-profiles.";
            case LISTENER -> "sections.listeners.";
            case MAIL_FLOW_POLICY -> "sections.mail-flow-policies.";
            case RECIPIENT_ACCESS -> "sections.recipient-access.";
            case TLS_RULE -> "sections.tls-by-sender.";
            case LOG_SUBSCRIPTION -> "sections.log-subscriptions.";
            case IP_INTERFACE -> "sections.ip-interfaces.";
            case SENDER_INTERFACE -> "sections.sender-interfaces.";
            case DEFAULT_INTERFACE -> "sections.default-interface.";
            case ALERT_RECIPIENT -> "sections.alert-recipients.";
            case ALERT_SETTINGS -> "sections.alert-settings.";
            case SIGNING_PROFILE -> "sections.signing-profiles.";
            case DKIM_SETTINGS -> "sections.dkim-settings.";
            case TLS_REPORT_SETTINGS -> "sections.tls-report-settings.";
        };
    }

    private static String entry(String domain) {
        return UriComponentsBuilder.fromPath("/mail-policies/destinations")
                .queryParam("filter", "{name}")
                .encode()
                .buildAndExpand(domain)
                .toUriString();
    }
}
