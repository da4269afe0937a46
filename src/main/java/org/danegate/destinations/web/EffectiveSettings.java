package org.danegate.destinations.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsBySender;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;

/// The settings that apply to a domain, each value with its source, in the working copy and in force.
///
/// @param domain the requested domain
/// @param matched the entry that matches, null for Default
/// @param matchedInForce the same in the policy in force
/// @param rows in the order of the form
public record EffectiveSettings(
        String domain, @Nullable String matched, @Nullable String matchedInForce, List<Row> rows) {

    /// A value with its source.
    ///
    /// @param source in words: an entry, Default, a route
    /// @param inForce the value in force; null when it is the same
    public record Row(
            String label,
            String value,
            String source,
            @Nullable String inForce) {}

    /// Whether anything is different in force.
    public boolean isPending() {
        return rows.stream().anyMatch(r -> r.inForce() != null);
    }

    /// @param mail the sender and the recipient, for the rows of TLS by Sender
    static EffectiveSettings of(MailAsked mail, Policy working, Policy inForce, DestinationWords words) {
        DomainName domain = mail.domain();
        DestinationControls.Effective now = working.destinationControls().effectiveFor(domain);
        DestinationControls.Effective before = inForce.destinationControls().effectiveFor(domain);
        List<Row> rows = fields(mail.raised(now, working), mail.raised(before, inForce), words);
        rows.addAll(bounces(now.profile(), working, before.profile(), inForce, words));
        rows.add(nextHop(domain, working, inForce, words));
        return new EffectiveSettings(domain.ascii(), name(now.entry()), name(before.entry()), List.copyOf(rows));
    }

    /// The settings that apply to the domains of one entry, for its form.
    static EffectiveSettings of(DomainPattern pattern, Policy working, Policy inForce, DestinationWords words) {
        return of(MailAsked.any(pattern.sample()), working, inForce, words);
    }

    private static @Nullable String name(@Nullable DestinationEntry entry) {
        return entry == null ? null : entry.pattern().toString();
    }

    private static List<Row> fields(MailAsked.Raised now, MailAsked.Raised before, DestinationWords words) {
        List<Row> rows = new ArrayList<>();
        for (DestinationSetting<?> setting : DestinationSetting.inFormOrder()) {
            Object value = now.profile().get(setting);
            Object old = before.profile().get(setting);
            rows.add(new Row(
                    words.label(setting),
                    words.value(setting, value),
                    source(setting, now, words),
                    value.equals(old) ? null : words.value(setting, old)));
        }
        return rows;
    }

    private static String source(DestinationSetting<?> setting, MailAsked.Raised raised, DestinationWords words) {
        TlsBySender.Found rule = raised.by(setting);
        if (rule != null) {
            return words.of("source.rule", rule.number(), rule.rule().name());
        }
        DestinationControls.Effective now = raised.own();
        DestinationEntry entry = now.entry();
        if (entry != null && entry.get(setting) != null) {
            return words.of("source.entry", entry.pattern());
        }
        boolean offWithTls = setting == DestinationSetting.DANE
                && now.profile().tls() == TlsSupport.NONE
                && now.profile().dane() == DaneSupport.NONE;
        return words.of(offWithTls ? "source.no-tls" : "source.default");
    }

    private static List<Row> bounces(
            DestinationProfile now, Policy working, DestinationProfile before, Policy inForce, DestinationWords words) {
        BounceProfile profile = working.bounceProfile(now.bounceProfile());
        BounceProfile old = inForce.bounceProfile(before.bounceProfile());
        String source = words.of("source.profile", profile.name());
        return List.of(
                row(words.of("field.retries"), retries(profile, words), source, retries(old, words)),
                row(words.of("field.warnings"), warnings(profile, words), source, warnings(old, words)));
    }

    private static String retries(BounceProfile p, DestinationWords words) {
        return words.of(
                "retries",
                p.maxRetries(),
                p.maxTimeInQueue().toSeconds(),
                p.initialRetry().toSeconds(),
                p.maxRetryInterval().toSeconds());
    }

    private static String warnings(BounceProfile p, DestinationWords words) {
        return p.sendDelayWarnings()
                ? words.of(
                        "warnings", p.delayWarningCount(), p.delayWarningAfter().toSeconds())
                : words.of("no");
    }

    private static Row nextHop(DomainName domain, Policy working, Policy inForce, DestinationWords words) {
        Optional<SmtpRoute> route = SmtpRoute.forDomain(domain, working.smtpRoutes());
        String source = route.map(r -> words.of("source.route", routed(r))).orElse(words.of("source.mx"));
        return row(
                words.of("field.next-hop"),
                hosts(route, words),
                source,
                hosts(SmtpRoute.forDomain(domain, inForce.smtpRoutes()), words));
    }

    private static String routed(SmtpRoute route) {
        return route.pattern() == null ? "ALL" : route.pattern().toString();
    }

    private static String hosts(Optional<SmtpRoute> route, DestinationWords words) {
        return route.map(r -> r.hosts().stream().map(EffectiveSettings::host).collect(Collectors.joining(", ")))
                .orElseGet(() -> words.of("mx"));
    }

    private static String host(SmtpRoute.Host host) {
        return switch (host) {
            case SmtpRoute.Host.Relay relay ->
                relay.host()
                        + (relay.port() == 25 ? "" : ":" + relay.port())
                        + (relay.priority() == 0 ? "" : "/pri=" + relay.priority())
                        + (relay.dane() == SmtpRoute.Dane.ALLOW ? "/dane=allow" : "")
                        + (relay.mtaSts() ? "/sts=on" : "");
            case SmtpRoute.Host.UseDns any -> "USEDNS";
            case SmtpRoute.Host.Discard any -> "/dev/null";
        };
    }

    private static Row row(String label, String value, String source, String inForce) {
        return new Row(label, value, source, value.equals(inForce) ? null : inForce);
    }

    /// Whether a route other than USEDNS makes DANE fail for the domain.
    static boolean isTrap(DomainName domain, Policy policy) {
        boolean dane =
                policy.destinationControls().effectiveFor(domain).profile().dane() != DaneSupport.NONE;
        return dane
                && SmtpRoute.forDomain(domain, policy.smtpRoutes())
                        .filter(SmtpRoute::failsDane)
                        .isPresent();
    }
}
