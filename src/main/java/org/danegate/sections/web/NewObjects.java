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
            "REJECT");
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
            1);
    private static final Map<String, Object> LOG = Map.of(
            "type",
            "MAIL",
            "level",
            "INFO",
            "rolloverSize",
            "10MB",
            "rolloverInterval",
            "none",
            "maxFiles",
            10,
            "enabled",
            true);

    private NewObjects() {}

    static Map<String, Object> of(PolicySection section) {
        return switch (section) {
            case LISTENERS -> LISTENER;
            case BOUNCE_PROFILES -> BOUNCE_PROFILE;
            case LOG_SUBSCRIPTIONS -> LOG;
            default -> Map.of();
        };
    }
}
