package org.danegate.policy;

import java.util.HashSet;
import java.util.Set;
import org.danegate.wording.Wording;

/// Rules of Destination Controls: each setting of the Default entry and of every destination, and their combinations.
final class DestinationRules {

    private final Findings findings;
    private final Set<String> bounceProfiles = new HashSet<>();
    private final Set<DomainPattern> seen = new HashSet<>();

    private DestinationRules(Policy policy, Findings findings) {
        this.findings = findings;
        policy.bounceProfiles().forEach(p -> bounceProfiles.add(p.name()));
        bounceProfiles.add(BounceProfile.DEFAULT_NAME);
    }

    static void check(Policy policy, Findings findings) {
        DestinationRules rules = new DestinationRules(policy, findings);
        DestinationControls controls = policy.destinationControls();
        rules.byDefault(controls.defaultProfile());
        for (int i = 0; i < controls.entries().size(); i++) {
            rules.entry(i, controls.entries().get(i), controls.defaultProfile());
        }
    }

    private void byDefault(DestinationProfile d) {
        Findings byDefault = new Findings();
        settings(byDefault, d.values());
        daneNeedsTls(byDefault, d);
        findings.addAll(byDefault, "destinationControls.default.");
    }

    private void entry(int position, DestinationEntry e, DestinationProfile d) {
        // Hardly one of ten thousand entries has a fault: its position is put into words only then.
        Findings own = new Findings();
        MailDomains.fault(e.pattern()).ifPresent(fault -> own.error("domain", fault));
        settings(own, e.own());
        if (!seen.add(e.pattern())) {
            own.error("domain", Wording.of("policy.entry.twice", e.pattern().toString()));
        }
        daneNeedsTls(own, e.over(d));
        if (!own.isEmpty()) {
            findings.addAll(own, "destinationControls.destinations[" + position + "].");
        }
    }

    private void settings(Findings own, DestinationSettings values) {
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            if (values.get(setting) != null) {
                setting(own, setting, values);
            }
        }
    }

    private void setting(Findings own, DestinationSetting<?> setting, DestinationSettings values) {
        String key = setting.key();
        Object value = values.get(setting);
        switch (setting.type()) {
            case SettingType.Count count -> own.range(key, (Integer) value, count.least(), count.most());
            case SettingType.Rate rate
            when value instanceof RecipientLimit limit -> {
                range(own, key, "recipients", rate.recipients(), limit.recipients());
                range(own, key, "minutes", rate.minutes(), limit.minutes());
            }
            case SettingType.ProfileName any
            when !bounceProfiles.contains(value) ->
                own.error(key, Wording.of("policy.bounce.unknown", String.valueOf(value)));
            default -> {
                // Any value of the type will do.
            }
        }
    }

    private static void range(Findings own, String key, String part, SettingType.Count range, int value) {
        own.range(key + "." + part, value, range.least(), range.most());
    }

    private static void daneNeedsTls(Findings own, DestinationProfile profile) {
        if (profile.dane() != DaneSupport.NONE && profile.tls() == TlsSupport.NONE) {
            own.error("dane", Wording.of("policy.dane.tls"));
        }
    }
}
