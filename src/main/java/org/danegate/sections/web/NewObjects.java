package org.danegate.sections.web;

import java.util.Map;

/// Values that the form of a new object begins with, by the keys of the policy file.
final class NewObjects {

    private static final Map<String, Object> LISTENER = Map.of(
            "port",
            25,
            "maxMessageSize",
            "20MB",
            "maxRecipients",
            1000,
            "tls",
            "PREFERRED",
            "addressParsing",
            "STRICT",
            "crLfHandling",
            "REJECT",
            "auth",
            "NONE");
    private static final Map<String, Object> BOUNCE_PROFILE = Map.of(
            "maxRetries",
            100,
            "maxTimeInQueue",
            "72h",
            "initialRetry",
            "60s",
            "maxRetryInterval",
            "1h",
            "sendHardBounces",
            true,
            "delayWarningAfter",
            "4h",
            "delayWarningCount",
            1,
            "dkimSigning",
            true);
    private static final Map<String, Object> LOG = Map.ofEntries(
            Map.entry("type", "MAIL"),
            Map.entry("level", "INFO"),
            Map.entry("rolloverSize", "10MB"),
            Map.entry("rolloverInterval", "none"),
            Map.entry("maxFiles", 10),
            Map.entry("enabled", true),
            Map.entry("retrieval", "FILES"));

    private NewObjects() {}

    static Map<String, Object> of(PolicySection section) {
        return switch (section) {
            case LISTENERS -> LISTENER;
            case BOUNCE_PROFILES -> BOUNCE_PROFILE;
            case LOG_SUBSCRIPTIONS -> LOG;
            // It signs once its record is published.
            case SIGNING_PROFILES -> Map.of("headers", "STANDARD");
            default -> Map.of();
        };
    }
}
