package org.danegate.policy;

import org.jspecify.annotations.Nullable;

/// One Destination Controls entry; null means "use Default".
///
/// @param concurrentConnections 1 to 1,000
/// @param messagesPerConnection 1 to 1,000
/// @param chunking whether messages may go out by BDAT, see {@link DestinationProfile}
public record DestinationEntry(
        DomainPattern pattern,
        @Nullable IpAddressPreference ipAddressPreference,
        @Nullable Integer concurrentConnections,
        @Nullable Integer messagesPerConnection,
        @Nullable RecipientLimit recipientLimit,
        @Nullable LimitType limitType,
        @Nullable LimitApply limitApply,
        @Nullable TlsSupport tls,
        @Nullable DaneSupport dane,
        @Nullable Boolean bounceVerification,
        @Nullable String bounceProfile,
        @Nullable Boolean chunking) {

    /// An entry that overrides nothing.
    public static DestinationEntry of(DomainPattern pattern) {
        return new DestinationEntry(pattern, null, null, null, null, null, null, null, null, null, null, null);
    }

    /// An entry that sets TLS and DANE only.
    public static DestinationEntry of(DomainPattern pattern, TlsSupport tls, DaneSupport dane) {
        return new DestinationEntry(pattern, null, null, null, null, null, null, tls, dane, null, null, null);
    }

    /// The same with DANE Support None.
    public DestinationEntry withoutDane() {
        return new DestinationEntry(
                pattern,
                ipAddressPreference,
                concurrentConnections,
                messagesPerConnection,
                recipientLimit,
                limitType,
                limitApply,
                tls,
                DaneSupport.NONE,
                bounceVerification,
                bounceProfile,
                chunking);
    }

    /// The entry's values where given, else the Default profile's. DANE needs TLS: where the effective TLS Support
    /// is None, inherited DANE Support is None too.
    public DestinationProfile over(DestinationProfile d) {
        TlsSupport effectiveTls = or(tls, d.tls());
        DaneSupport inheritedDane = effectiveTls == TlsSupport.NONE ? DaneSupport.NONE : d.dane();
        return new DestinationProfile(
                or(ipAddressPreference, d.ipAddressPreference()),
                or(concurrentConnections, d.concurrentConnections()),
                or(messagesPerConnection, d.messagesPerConnection()),
                or(recipientLimit, d.recipientLimit()),
                or(limitType, d.limitType()),
                or(limitApply, d.limitApply()),
                effectiveTls,
                or(dane, inheritedDane),
                or(bounceVerification, d.bounceVerification()),
                or(bounceProfile, d.bounceProfile()),
                or(chunking, d.chunking()));
    }

    private static <T> T or(@Nullable T own, T fallback) {
        return own != null ? own : fallback;
    }
}
