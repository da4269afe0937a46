package org.danegate.config;

import java.util.Arrays;
import java.util.List;

/// An object of the policy, such as a destination or a listener.
///
/// @param name its name among its kind; empty for an object that exists only once
/// @param order true for the order of all objects of the kind, false for one object
public record PolicyObject(Kind kind, String name, boolean order) {

    /// The kinds, in the order in which differences are listed.
    public enum Kind {
        DNS("dns", "DNS", ""),
        DEFAULT_DESTINATION("destinationControls", "Destination Default", ""),
        GLOBAL_SETTINGS("destinationControls", "Destination Controls global settings", ""),
        DESTINATION("destinationControls", "Destination", ""),
        SMTP_ROUTE("smtpRoutes", "SMTP route", "SMTP routes"),
        BOUNCE_PROFILE("bounceProfiles", "Bounce profile", "bounce profiles"),
        LISTENER("listeners", "Listener", "listeners"),
        MAIL_FLOW_POLICY("mailFlowPolicies", "Mail flow policy", "mail flow policies"),
        RECIPIENT_ACCESS("recipientAccess", "Recipient access", "recipient access"),
        TLS_RULE("tlsBySender", "TLS by Sender", "TLS by Sender"),
        LOG_SUBSCRIPTION("logSubscriptions", "Log subscription", "log subscriptions"),
        IP_INTERFACE("virtualGateways", "IP interface", ""),
        SENDER_INTERFACE("virtualGateways", "Outgoing interface of", ""),
        DEFAULT_INTERFACE("virtualGateways", "Default IP interface", ""),
        ALERT_RECIPIENT("alerts", "Alert recipient", ""),
        ALERT_SETTINGS("alerts", "Alert settings", ""),
        SIGNING_PROFILE("dkim", "Signing profile", ""),
        DKIM_SETTINGS("dkim", "DKIM global settings", ""),
        TLS_REPORT_SETTINGS("tlsReports", "TLS report settings", "");

        private final String section;
        private final String english;
        private final String plural;

        Kind(String section, String english, String plural) {
            this.section = section;
            this.english = english;
            this.plural = plural;
        }

        /// The section of the policy file that contains it.
        public String section() {
            return section;
        }

        /// Kinds whose objects have a section of their own, in the order of the policy file.
        static List<Kind> lists() {
            return Arrays.stream(values()).filter(k -> !k.plural.isEmpty()).toList();
        }
    }

    /// An object that exists only once.
    static PolicyObject of(Kind kind) {
        return new PolicyObject(kind, "", false);
    }

    /// One object of many.
    static PolicyObject of(Kind kind, String name) {
        return new PolicyObject(kind, name, false);
    }

    /// The order of all objects of a kind.
    static PolicyObject orderOf(Kind kind) {
        return new PolicyObject(kind, "", true);
    }

    /// Its label in English, for the record of a revision, the log and the API.
    public String english() {
        if (order) {
            return "Order of " + kind.plural;
        }
        return name.isEmpty() ? kind.english : kind.english + " " + name;
    }
}
