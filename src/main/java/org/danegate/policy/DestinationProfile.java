package org.danegate.policy;

import java.util.Objects;

/// Every setting of a destination, with no open defaults.
///
/// @param values one for each setting
public record DestinationProfile(DestinationSettings values) {

    /// @throws IllegalArgumentException when a setting has no value
    public DestinationProfile {
        if (!values.isComplete()) {
            throw new IllegalArgumentException("a setting has no value: " + values);
        }
    }

    /// The appliance's Default entry: IPv6 preferred, 500 connections, 50 messages each, TLS Preferred, DANE None.
    /// No chunking, because a surplus reply can be detected only with DATA.
    public static DestinationProfile defaults() {
        return new DestinationProfile(DestinationSettings.factory());
    }

    /// The value of a setting.
    public <T> T get(DestinationSetting<T> setting) {
        return Objects.requireNonNull(values.get(setting));
    }

    /// The same profile with another value for a setting.
    public <T> DestinationProfile with(DestinationSetting<T> setting, T value) {
        return new DestinationProfile(values.with(setting, value));
    }

    /// The same profile with DANE Support None.
    public DestinationProfile withoutDane() {
        return with(DestinationSetting.DANE, DaneSupport.NONE);
    }

    /// The address family to try first, or the only one.
    public IpAddressPreference ipAddressPreference() {
        return get(DestinationSetting.IP_ADDRESS_PREFERENCE);
    }

    /// Connections open at once, 1 to 1,000.
    public int concurrentConnections() {
        return get(DestinationSetting.CONCURRENT_CONNECTIONS);
    }

    /// The most messages sent over one connection, 1 to 1,000.
    public int messagesPerConnection() {
        return get(DestinationSetting.MESSAGES_PER_CONNECTION);
    }

    /// Recipients per period.
    public RecipientLimit recipientLimit() {
        return get(DestinationSetting.RECIPIENT_LIMIT);
    }

    /// What limits count.
    public LimitType limitType() {
        return get(DestinationSetting.LIMIT_TYPE);
    }

    /// Whether limits hold for the system or for each virtual gateway.
    public LimitApply limitApply() {
        return get(DestinationSetting.LIMIT_APPLY);
    }

    /// TLS Support.
    public TlsSupport tls() {
        return get(DestinationSetting.TLS);
    }

    /// DANE Support.
    public DaneSupport dane() {
        return get(DestinationSetting.DANE);
    }

    /// Whether MTA-STS policies are used: a destination with TLS Support None has no use for them.
    public boolean usesMtaSts() {
        return get(DestinationSetting.MTA_STS) == MtaStsSupport.OPPORTUNISTIC && tls() != TlsSupport.NONE;
    }

    /// How strictly REQUIRETLS of a message counts.
    public RequireTlsLevel requireTls() {
        return get(DestinationSetting.REQUIRE_TLS);
    }

    /// Whether senders are tagged.
    public boolean bounceVerification() {
        return get(DestinationSetting.BOUNCE_VERIFICATION);
    }

    /// Name of the bounce profile.
    public String bounceProfile() {
        return get(DestinationSetting.BOUNCE_PROFILE);
    }

    /// Whether messages may be sent with BDAT, see {@link DestinationSetting#CHUNKING}.
    public boolean chunking() {
        return get(DestinationSetting.CHUNKING);
    }
}
