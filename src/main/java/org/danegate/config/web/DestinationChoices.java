package org.danegate.config.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;

/// What the destination form offers, in the seed's words: "Default (Preferred)" first, but not on the Default entry.
public final class DestinationChoices {

    private final DestinationProfile defaults;
    private final boolean isDefault;
    private final Map<String, String> profiles;

    DestinationChoices(DestinationProfile defaults, boolean isDefault, Map<String, String> profiles) {
        this.defaults = defaults;
        this.isDefault = isDefault;
        this.profiles = profiles;
    }

    public Map<String, String> getIpAddressPreference() {
        Map<String, String> map = start(defaults.ipAddressPreference().label());
        for (IpAddressPreference p : IpAddressPreference.values()) {
            map.put(p.name(), p.label());
        }
        return map;
    }

    public Map<String, String> getLimitType() {
        Map<String, String> map = start(defaults.limitType().label());
        for (LimitType t : LimitType.values()) {
            map.put(t.name(), t.label());
        }
        return map;
    }

    public Map<String, String> getLimitApply() {
        Map<String, String> map = start(defaults.limitApply().label());
        map.put(LimitApply.SYSTEM_WIDE.name(), LimitApply.SYSTEM_WIDE.label());
        map.put(
                LimitApply.EACH_VIRTUAL_GATEWAY.name(),
                LimitApply.EACH_VIRTUAL_GATEWAY.label() + " (recommended if Virtual Gateways are in use)");
        return map;
    }

    public Map<String, String> getTls() {
        Map<String, String> map = start(defaults.tls().label());
        for (TlsSupport t : TlsSupport.values()) {
            map.put(t.name(), t.label());
        }
        return map;
    }

    public Map<String, String> getDane() {
        Map<String, String> map = start(defaults.dane().label());
        for (DaneSupport s : DaneSupport.values()) {
            map.put(s.name(), s.label());
        }
        return map;
    }

    public Map<String, String> getBounceVerification() {
        Map<String, String> map = start(defaults.bounceVerification() ? "Yes" : "No");
        map.put("false", "No");
        map.put("true", "Yes");
        return map;
    }

    public Map<String, String> getBounceProfile() {
        if (isDefault) {
            return profiles;
        }
        Map<String, String> map = start(defaults.bounceProfile());
        map.putAll(profiles);
        return map;
    }

    /// "500", for "Use Default (500)"; null on the Default entry, which has nothing to inherit.
    public @Nullable String getConnections() {
        return isDefault ? null : String.valueOf(defaults.concurrentConnections());
    }

    public @Nullable String getMessages() {
        return isDefault ? null : String.valueOf(defaults.messagesPerConnection());
    }

    /// "No Limit", or the limit in words.
    public String getRecipients() {
        int most = defaults.recipientLimit().recipients();
        return most == 0
                ? "No Limit"
                : String.format(
                        "%,d per %d minutes", most, defaults.recipientLimit().minutes());
    }

    private Map<String, String> start(String inherited) {
        Map<String, String> map = new LinkedHashMap<>();
        if (!isDefault) {
            map.put("", "Default (" + inherited + ")");
        }
        return map;
    }
}
