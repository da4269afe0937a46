package org.danegate.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What an API token is for. A request needs one scope, and the role that it needs of everybody: a token may do what
/// both allow. [RequestRules] has the roles.
public enum TokenScope {
    /// Delivery status, figures, reports, alerts, resolvers and system status.
    STATUS_READ("status:read"),
    /// Waiting messages and destinations.
    QUEUE_READ("queue:read"),
    /// Retry, hold, delete, bounce, suspend, redirect, exceptions from DANE.
    QUEUE_WRITE("queue:write"),
    /// The policy, its revisions, certificates, the keys of bounce verification and DKIM, and the kept MTA-STS
    /// policies.
    POLICY_READ("policy:read"),
    /// Changes of the working copy, dry runs, keys of bounce verification and the kept MTA-STS policies.
    POLICY_WRITE("policy:write"),
    /// Commit of the working copy.
    POLICY_COMMIT("policy:commit"),
    /// Mail logs and Message Tracking.
    LOGS_READ("logs:read"),
    /// daneverify of one domain or of many.
    DANEVERIFY("daneverify"),
    /// Acknowledging troubles.
    ALERTS_WRITE("alerts:write"),
    /// `/actuator/prometheus`.
    METRICS("metrics"),
    /// Everything.
    ADMIN("admin");

    private static final List<String> STATUS = List.of(
            "/api/v1/delivery-status",
            "/api/v1/history",
            "/api/v1/reports",
            "/api/v1/tlsrpt",
            "/api/v1/dns",
            "/api/v1/system-status",
            "/api/v1/nodes",
            "/api/v1/alerts",
            "/xml");
    private static final List<String> POLICY = List.of(
            "/api/v1/policy",
            "/api/v1/certificates",
            "/api/v1/bounce-verification",
            "/api/v1/dkim",
            "/api/v1/console",
            "/api/v1/mta-sts",
            "/api/v1/advisor");
    private static final List<String> LOGS = List.of("/api/v1/logs", "/api/v1/tracking");

    private final String word;

    TokenScope(String word) {
        this.word = word;
    }

    /// The name, as in documentation, forms and answers.
    public String word() {
        return word;
    }

    /// The scope of that name.
    public static Optional<TokenScope> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    /// The names, one blank between them, in the order of this enumeration.
    static String text(Set<TokenScope> scopes) {
        return scopes.stream().sorted().map(TokenScope::word).collect(Collectors.joining(" "));
    }

    /// The scopes of a text; names that are none are left out, which only takes rights away.
    static Set<TokenScope> ofText(String text) {
        return Arrays.stream(text.split(" "))
                .flatMap(word -> of(word).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Whether a token with these scopes may send the request.
    static boolean allow(Set<TokenScope> scopes, String method, String path) {
        return scopes.contains(ADMIN) || isForAll(path) || scopes.contains(needed(method, path));
    }

    private static boolean isForAll(String path) {
        return isBelow("/actuator/health", path) || isBelow("/v3/api-docs", path);
    }

    /// The scope that a request needs; [#ADMIN] for one that no other is for.
    static TokenScope needed(String method, String path) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (isBelow("/actuator", path)) {
            return METRICS;
        }
        if (isBelow("/api/v1/daneverify", path)) {
            return DANEVERIFY;
        }
        if (isBelow("/api/v1/queue", path) || isBelow("/api/v1/delivery-status", path) && !reads) {
            return reads ? QUEUE_READ : QUEUE_WRITE;
        }
        if (isBelow("/api/v1/alerts", path) && !reads) {
            return ALERTS_WRITE;
        }
        if (path.equals("/api/v1/policy/commit")) {
            return POLICY_COMMIT;
        }
        if (isBelow(POLICY, path)) {
            return reads ? POLICY_READ : POLICY_WRITE;
        }
        if (reads && isBelow(STATUS, path)) {
            return STATUS_READ;
        }
        return reads && isBelow(LOGS, path) ? LOGS_READ : ADMIN;
    }

    private static boolean isBelow(List<String> areas, String path) {
        return areas.stream().anyMatch(area -> isBelow(area, path));
    }

    private static boolean isBelow(String area, String path) {
        return path.equals(area) || path.startsWith(area + "/");
    }
}
