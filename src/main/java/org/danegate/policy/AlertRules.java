package org.danegate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Rules of the alert settings.
final class AlertRules {

    private static final int MOST_RECIPIENTS = 1_000_000;
    private static final long MOST_SECONDS = 2_592_000;

    /// An address without a name and password, whose host may be in brackets, and without a fragment.
    private static final Pattern HTTPS = Pattern.compile(
            "https://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?(?:[/?][!-~&&[^#\\\\\"<>^`{|}]]*)?");

    /// The same to this host, where nobody can listen in.
    private static final Pattern LOOPBACK = Pattern.compile(
            "http://(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]{1,5})?(?:[/?][!-~&&[^#\\\\\"<>^`{|}]]*)?");

    private AlertRules() {}

    static void check(Policy policy, Findings findings) {
        AlertSettings a = policy.alerts();
        findings.range("alerts.initialWait", a.initialWait(), 0, 86_400);
        findings.range("alerts.maxWait", a.maxWait(), 0, 86_400);
        if (a.maxWait().compareTo(a.initialWait()) < 0) {
            findings.error("alerts.maxWait", Wording.of("policy.alerts.wait"));
        }
        limits(a.limits(), findings);
        webhook(a.webhook(), findings);
        recipients(a.recipients(), findings);
        if (policy.destinationControls().global().alertOnRequiredTlsFailure()
                && a.recipients().stream().noneMatch(r -> r.wants(AlertSettings.Severity.WARNING))) {
            findings.advice("alerts.recipients", Wording.of("policy.alerts.nobody"));
        }
    }

    private static void limits(AlertLimits limits, Findings findings) {
        AlertLimits.OfDestination one = limits.destinations();
        findings.range("alerts.downRecipients", one.down().recipients(), 0, MOST_RECIPIENTS);
        findings.range("alerts.downTime", one.down().time(), 0, MOST_SECONDS);
        findings.range("alerts.downDestinations", limits.downAtOnce(), 0, 100_000);
        findings.range("alerts.growthRecipients", limits.growth().recipients(), 0, 10_000_000);
        findings.range("alerts.growthFactor", limits.growth().factor(), 1, 1_000);
        findings.range("alerts.oldestRecipient", one.oldest(), 0, MOST_SECONDS);
        findings.range("alerts.bouncesWithin", one.bouncing(), 0, MOST_SECONDS);
        findings.range("alerts.expiredRecipients", limits.expired(), 0, MOST_RECIPIENTS);
        findings.range("alerts.daneRecipients", one.dane().recipients(), 0, MOST_RECIPIENTS);
        findings.range("alerts.daneMandatoryRecipients", one.dane().mandatory(), 0, MOST_RECIPIENTS);
        findings.range("alerts.reminder", limits.reminder(), 0, MOST_SECONDS);
    }

    private static void webhook(@Nullable String address, Findings findings) {
        if (address != null
                && !HTTPS.matcher(address).matches()
                && !LOOPBACK.matcher(address).matches()) {
            findings.error("alerts.webhook", Wording.of("policy.alerts.webhook", address));
        }
    }

    private static void recipients(List<AlertSettings.AlertRecipient> recipients, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < recipients.size(); i++) {
            String address = recipients.get(i).address().text();
            if (!seen.add(address)) {
                findings.error("alerts.recipients[" + i + "].address", Wording.of("policy.entry.twice", address));
            }
        }
    }
}
