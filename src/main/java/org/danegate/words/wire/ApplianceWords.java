package org.danegate.words.wire;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Words of the appliance that are not words here, and what does the same.
public final class ApplianceWords {

    private static final Map<String, String> ELSEWHERE = new TreeMap<>(Map.ofEntries(
            Map.entry("aliasconfig", "Danegate has no alias tables; the server behind it expands aliases"),
            Map.entry(
                    "addresslistconfig",
                    "address lists do not exist here; sender groups are on Mail Policies > HAT Overview"),
            Map.entry("alertconfig", "System Administration > Alerts, or section alerts of the policy file"),
            Map.entry("bounceconfig", "Network > Bounce Profiles, or section bounceProfiles of the policy file"),
            Map.entry(
                    "bouncerecipients", "Monitor > Delivery Queue, or POST /api/v1/queue/destinations/{domain}/bounce"),
            Map.entry("bvconfig", "Mail Policies > Bounce Verification, or /api/v1/bounce-verification"),
            Map.entry("certconfig", "Network > Certificates, or GET /api/v1/certificates"),
            Map.entry("clear", "the word is clearchanges"),
            Map.entry("commitdetail", "System Administration > Configuration History, or GET /api/v1/policy/revisions"),
            Map.entry(
                    "deleterecipients", "Monitor > Delivery Queue, or POST /api/v1/queue/destinations/{domain}/delete"),
            Map.entry("deliveryconfig", "Network > IP Interfaces and Mail Policies > Destination Controls"),
            Map.entry("displayalerts", "System Administration > Alerts, or GET /api/v1/alerts"),
            Map.entry("dnsconfig", "Network > DNS, or section dns of the policy file"),
            Map.entry("findevent", "Monitor > Message Tracking, GET /api/v1/tracking, or the word grep"),
            Map.entry("interfaceconfig", "Network > IP Interfaces, or section virtualGateways of the policy file"),
            Map.entry("listenerconfig", "Network > Listeners, or section listeners of the policy file"),
            Map.entry("loadconfig", "the word is: policy apply FILE"),
            Map.entry(
                    "logconfig",
                    "System Administration > Log Subscriptions, or section logSubscriptions of the policy file"),
            Map.entry("mailconfig", "System Administration > Configuration File, or GET /api/v1/policy"),
            Map.entry("rate", "Monitor > Overview; the word hostrate does it for one destination"),
            Map.entry(
                    "redirectrecipients",
                    "Monitor > Delivery Queue, or POST /api/v1/queue/destinations/{domain}/redirect"),
            Map.entry("removemessage", "Monitor > Delivery Queue, or POST /api/v1/queue/messages/{mid}/delete"),
            Map.entry("resetcounters", "System Administration > System Status"),
            Map.entry("resume", "resumedel resumes delivery; a listener is turned on under Network > Listeners"),
            Map.entry("resumelistener", "Network > Listeners"),
            Map.entry("rollbackconfig", "System Administration > Configuration History"),
            Map.entry("rollovernow", "System Administration > Log Subscriptions"),
            Map.entry("saveconfig", "System Administration > Configuration File, or GET /api/v1/policy"),
            Map.entry("showconfig", "System Administration > Configuration File, or GET /api/v1/policy"),
            Map.entry("showmessage", "Monitor > Delivery Queue, or GET /api/v1/queue/messages/{mid}"),
            Map.entry("showrecipients", "Monitor > Delivery Queue, or GET /api/v1/queue/messages"),
            Map.entry("smtproutes", "Network > SMTP Routes, or section smtpRoutes of the policy file"),
            Map.entry("suspend", "suspenddel suspends delivery; a listener is turned off under Network > Listeners"),
            Map.entry("suspendlistener", "Network > Listeners"),
            Map.entry("topin", "System Administration > System Status"),
            Map.entry("userconfig", "System Administration > Users"),
            Map.entry("workqueue", "Danegate has no work queue: accepted mail is in the delivery queue at once")));

    private ApplianceWords() {}

    /// What does the same as a word of the appliance; empty for other words.
    public static Optional<String> elsewhere(String word) {
        return Optional.ofNullable(ELSEWHERE.get(word));
    }

    /// All of them, by word.
    public static Map<String, String> all() {
        return Map.copyOf(ELSEWHERE);
    }
}
