package org.danegate.policy;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.danegate.policy.SigningProfile.SelectorKey;
import org.danegate.wording.Wording;

/// Rules of the signing profiles.
final class DkimRules {

    private static final Pattern SELECTOR = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,75}");

    /// Fields that hosts add, remove or rewrite on the way: a signature over them breaks.
    private static final Set<String> UNSTABLE =
            Set.of("return-path", "received", "dkim-signature", "authentication-results", "bcc", "tls-required");

    /// Days that a signature outlives the longest time in queue: other hosts may keep the mail in theirs.
    private static final int SPARE_DAYS = 5;

    private final Findings findings;
    private final long longestQueueDays;
    private final Map<String, String> users = new HashMap<>();
    private final Map<DomainName, String> owners = new HashMap<>();

    private DkimRules(Policy policy, Findings findings) {
        this.findings = findings;
        this.longestQueueDays = policy.bounceProfiles().stream()
                .map(BounceProfile::maxTimeInQueue)
                .max(Comparator.naturalOrder())
                .orElse(BounceProfile.defaults().maxTimeInQueue())
                .plusHours(23)
                .toDays();
    }

    static void check(Policy policy, Findings findings) {
        DkimRules rules = new DkimRules(policy, findings);
        Set<String> names = new HashSet<>();
        List<SigningProfile> profiles = policy.dkim().profiles();
        for (int i = 0; i < profiles.size(); i++) {
            String field = "dkim.profiles[" + i + "]";
            findings.name(field, profiles.get(i).name(), names, "policy.dkim.name");
            rules.profile(field, profiles.get(i));
        }
        boolean signs = policy.mailFlowPolicies().stream().anyMatch(MailFlowPolicy::dkimSigning);
        if (policy.dkim().isOn() && !signs) {
            findings.advice("dkim.profiles", Wording.of("policy.dkim.no-flow"));
        }
    }

    private void profile(String field, SigningProfile profile) {
        key(field, "selector", "key", profile.domain(), profile.first());
        SelectorKey second = profile.second();
        if (second != null) {
            key(field, "secondSelector", "secondKey", profile.domain(), second);
        }
        SigningProfile.NextKey next = profile.next();
        if (next != null) {
            key(field, "nextSelector", "nextKey", profile.domain(), next.key());
        }
        expiration(field, profile);
        for (int i = 0; i < profile.additionalHeaders().size(); i++) {
            header(
                    field + ".additionalHeaders[" + i + "]",
                    profile.additionalHeaders().get(i));
        }
        for (int i = 0; i < profile.users().size(); i++) {
            user(field + ".users[" + i + "]", profile.users().get(i), profile);
        }
        if (profile.users().isEmpty()) {
            once(field + ".users", profile.domain().ascii(), profile);
        }
    }

    private void key(String field, String selectorKey, String nameKey, DomainName domain, SelectorKey key) {
        String at = field + "." + selectorKey;
        if (!SELECTOR.matcher(key.selector()).matches()) {
            findings.error(at, Wording.of("policy.dkim.selector", key.selector()));
        } else {
            key.owner(domain)
                    .ifPresentOrElse(
                            owner -> {
                                String known = owners.putIfAbsent(owner, key.key());
                                if (known != null && !known.equals(key.key())) {
                                    findings.error(at, Wording.of("policy.dkim.selector.twice", key.selector(), known));
                                }
                            },
                            () -> findings.error(at, Wording.of("policy.dkim.selector.long", domain.ascii())));
        }
        if (!KEY.matcher(key.key()).matches()) {
            findings.error(field + "." + nameKey, Wording.of("policy.dkim.key", key.key()));
        }
    }

    private void expiration(String field, SigningProfile profile) {
        long least = longestQueueDays + SPARE_DAYS;
        Integer days = profile.expirationDays();
        if (days != null && (days < least || days > 3650)) {
            findings.error(field + ".expirationDays", Wording.of("policy.dkim.expiration", least, days));
        }
    }

    private void header(String field, String name) {
        if (!HEADER.matcher(name).matches()) {
            findings.error(field, Wording.of("policy.dkim.header", name));
        } else if (UNSTABLE.contains(name.toLowerCase(Locale.ROOT))) {
            findings.error(field, Wording.of("policy.dkim.header.unstable", name));
        }
    }

    private void user(String field, String user, SigningProfile profile) {
        if (!isUser(user)) {
            findings.error(field, Wording.of("policy.dkim.user", user));
            return;
        }
        once(field, user, profile);
        SigningProfile.domainOf(user)
                .filter(named -> !named.equals(profile.domain()) && !named.isSubdomainOf(profile.domain()))
                .ifPresent(named -> findings.advice(
                        field,
                        Wording.of(
                                "policy.dkim.alignment", user, profile.domain().display())));
    }

    private void once(String field, String user, SigningProfile profile) {
        String other = users.putIfAbsent(user.toLowerCase(Locale.ROOT), profile.name());
        if (other != null && profile.enabled()) {
            findings.error(field, Wording.of("policy.dkim.user.twice", user, other));
        }
    }

    private static boolean isUser(String text) {
        try {
            if (text.indexOf('@') > 0) {
                MailAddress.parse(text);
            } else {
                DomainName.parse(text.startsWith(".") ? text.substring(1) : text);
            }
            return !text.startsWith("@");
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
