package org.danegate.policy.file;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.danegate.address.MailAddress;
import org.danegate.policy.BounceProfile;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/// Imports the bounce profiles of an appliance: `bounce_profiles/bounce_profile`.
final class ApplianceBounceProfiles {

    private final List<Wording> said;

    private ApplianceBounceProfiles(List<Wording> said) {
        this.said = said;
    }

    /// @param now a profile with the name of an imported one is replaced, the others stay
    /// @param said sentences about the import are added here
    static List<BounceProfile> read(Element config, List<BounceProfile> now, List<Wording> said) {
        ApplianceBounceProfiles reading = new ApplianceBounceProfiles(said);
        Map<String, BounceProfile> profiles = new LinkedHashMap<>();
        now.forEach(profile -> profiles.put(profile.name(), profile));
        int read = 0;
        for (Element entry : ApplianceXml.grandchildren(config, "bounce_profiles", "bounce_profile")) {
            BounceProfile profile = reading.profile(entry);
            if (profile != null) {
                profiles.put(profile.name(), profile);
                read++;
            }
        }
        if (read > 0) {
            said.add(Wording.of("policy.appliance.bounce", read));
        }
        return List.copyOf(profiles.values());
    }

    /// Times there are in seconds. A missing value is that of Danegate's default profile.
    private @Nullable BounceProfile profile(Element entry) {
        BounceProfile d = BounceProfile.defaults();
        String name = ApplianceXml.text(entry, "bounce_profile_name").orElse("");
        if (name.isEmpty()) {
            leftOut("bounce_profile", name);
            return null;
        }
        return new BounceProfile(
                name.equalsIgnoreCase(BounceProfile.DEFAULT_NAME) ? BounceProfile.DEFAULT_NAME : name,
                count(entry, "max_retries", d.maxRetries()),
                seconds(entry, "max_queue_lifetime", d.maxTimeInQueue()),
                seconds(entry, "initial_retry", d.initialRetry()),
                seconds(entry, "max_retry_time", d.maxRetryInterval()),
                truth(entry, "send_bounces", d.sendHardBounces()),
                truth(entry, "send_warnings", d.sendDelayWarnings()),
                seconds(entry, "send_warnings_interval", d.delayWarningAfter()),
                count(entry, "send_warnings_count", d.delayWarningCount()),
                ApplianceXml.text(entry, "alternate_bounce_address")
                        .map(this::address)
                        .orElse(null));
    }

    private @Nullable MailAddress address(String text) {
        try {
            return MailAddress.parse(text);
        } catch (IllegalArgumentException none) {
            leftOut("alternate_bounce_address", text);
            return null;
        }
    }

    private int count(Element entry, String name, int otherwise) {
        return value(entry, name).flatMap(ApplianceNumber::of).orElse(otherwise);
    }

    private Duration seconds(Element entry, String name, Duration otherwise) {
        return value(entry, name)
                .flatMap(ApplianceNumber::of)
                .map(Duration::ofSeconds)
                .orElse(otherwise);
    }

    private boolean truth(Element entry, String name, boolean otherwise) {
        return value(entry, name)
                .map(text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "1", "yes", "true", "on", "enabled" -> true;
                    case "0", "no", "false", "off", "disabled" -> false;
                    default -> otherwise;
                })
                .orElse(otherwise);
    }

    /// A value whose words Danegate does not know is reported and not imported.
    private Optional<String> value(Element entry, String name) {
        Optional<String> text = ApplianceXml.text(entry, name);
        text.filter(t -> !t.toLowerCase(Locale.ROOT).matches("\\d{1,9}|yes|no|true|false|on|off|enabled|disabled"))
                .ifPresent(t -> leftOut(name, t));
        return text;
    }

    private void leftOut(String element, String value) {
        said.add(Wording.of("policy.appliance.left-out", element, value));
    }
}
