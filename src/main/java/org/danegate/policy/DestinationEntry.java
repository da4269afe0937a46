package org.danegate.policy;

import org.jspecify.annotations.Nullable;

/// One Destination Controls entry.
///
/// @param own its own values; a setting without a value is "use Default"
public record DestinationEntry(DomainPattern pattern, DestinationSettings own) {

    /// An entry that overrides nothing.
    public static DestinationEntry of(DomainPattern pattern) {
        return new DestinationEntry(pattern, DestinationSettings.NONE);
    }

    /// An entry that sets TLS and DANE only.
    public static DestinationEntry of(DomainPattern pattern, TlsSupport tls, DaneSupport dane) {
        return of(pattern).with(DestinationSetting.TLS, tls).with(DestinationSetting.DANE, dane);
    }

    /// Its own value of a setting; null when it uses Default.
    public <T> @Nullable T get(DestinationSetting<T> setting) {
        return own.get(setting);
    }

    /// The same entry with its own value for a setting.
    ///
    /// @param value null to use Default
    public <T> DestinationEntry with(DestinationSetting<T> setting, @Nullable T value) {
        return new DestinationEntry(pattern, own.with(setting, value));
    }

    /// The same entry with DANE Support None.
    public DestinationEntry withoutDane() {
        return with(DestinationSetting.DANE, DaneSupport.NONE);
    }

    /// The entry's values where set, otherwise the Default profile's. DANE needs TLS: where the effective TLS
    /// Support is None, an inherited DANE Support becomes None too.
    public DestinationProfile over(DestinationProfile d) {
        DestinationProfile merged = new DestinationProfile(own.over(d.values()));
        boolean inheritsDane = get(DestinationSetting.DANE) == null;
        return inheritsDane && merged.tls() == TlsSupport.NONE ? merged.withoutDane() : merged;
    }
}
