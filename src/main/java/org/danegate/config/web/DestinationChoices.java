package org.danegate.config.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;

/// What the destination form offers, in the seed's words: "Default (Preferred)" first, but not on the Default entry; on
/// the form for many entries "Leave as it is" before that.
public final class DestinationChoices {

    /// The value that stands for "use Default" where an empty one leaves a field as it is.
    static final String USE_DEFAULT = "DEFAULT";

    private final DestinationProfile defaults;
    private final Kind kind;
    private final Map<String, String> profiles = new LinkedHashMap<>();
    private final DestinationWords words;

    /// Which form the choices are for.
    enum Kind {
        ENTRY,
        DEFAULT,
        MANY
    }

    DestinationChoices(Policy policy, Kind kind, DestinationWords words) {
        this.defaults = policy.destinationControls().defaultProfile();
        this.kind = kind;
        this.words = words;
        policy.bounceProfiles().forEach(p -> profiles.put(p.name(), p.name()));
        profiles.putIfAbsent(BounceProfile.DEFAULT_NAME, BounceProfile.DEFAULT_NAME);
    }

    public Map<String, String> getIpAddressPreference() {
        return choices(defaults.ipAddressPreference(), IpAddressPreference.values());
    }

    public Map<String, String> getLimitType() {
        return choices(defaults.limitType(), LimitType.values());
    }

    public Map<String, String> getLimitApply() {
        Map<String, String> map = choices(defaults.limitApply(), LimitApply.values());
        map.put(LimitApply.EACH_VIRTUAL_GATEWAY.name(), words.of("limit-apply.recommended"));
        return map;
    }

    public Map<String, String> getTls() {
        return choices(defaults.tls(), TlsSupport.values());
    }

    public Map<String, String> getDane() {
        return choices(defaults.dane(), DaneSupport.values());
    }

    public Map<String, String> getChunking() {
        return noAndYes(defaults.chunking());
    }

    public Map<String, String> getBounceVerification() {
        return noAndYes(defaults.bounceVerification());
    }

    public Map<String, String> getBounceProfile() {
        Map<String, String> map = start(defaults.bounceProfile());
        map.putAll(profiles);
        return map;
    }

    /// "500", for "Use Default (500)"; null on the Default entry, which has nothing to inherit.
    public @Nullable String getConnections() {
        return kind == Kind.DEFAULT ? null : words.value(defaults.concurrentConnections());
    }

    public @Nullable String getMessages() {
        return kind == Kind.DEFAULT ? null : words.value(defaults.messagesPerConnection());
    }

    /// "No Limit", or the limit in words.
    public String getRecipients() {
        return words.value(defaults.recipientLimit());
    }

    private Map<String, String> choices(Object inherited, Enum<?>[] values) {
        Map<String, String> map = start(inherited);
        for (Enum<?> value : values) {
            map.put(value.name(), words.value(value));
        }
        return map;
    }

    private Map<String, String> noAndYes(boolean inherited) {
        Map<String, String> map = start(inherited);
        map.put("false", words.value(false));
        map.put("true", words.value(true));
        return map;
    }

    private Map<String, String> start(Object inherited) {
        Map<String, String> map = new LinkedHashMap<>();
        switch (kind) {
            case ENTRY -> map.put("", words.of("default.of", words.value(inherited)));
            case MANY -> {
                map.put("", words.of("leave"));
                map.put(USE_DEFAULT, words.of("use-default", words.value(inherited)));
            }
            case DEFAULT -> {
                // Nothing to inherit from.
            }
        }
        return map;
    }
}
