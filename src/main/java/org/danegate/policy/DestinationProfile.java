package org.danegate.policy;

/// Every setting of a destination, with no open defaults.
///
/// @param concurrentConnections 1 to 1,000
/// @param messagesPerConnection 1 to 1,000
/// @param chunking whether the first message of a connection may go out by BDAT (RFC 3030) where the peer offers it;
/// replies to chunks look like all others, so that a peer that answers twice and late is not always found out
public record DestinationProfile(
        IpAddressPreference ipAddressPreference,
        int concurrentConnections,
        int messagesPerConnection,
        RecipientLimit recipientLimit,
        LimitType limitType,
        LimitApply limitApply,
        TlsSupport tls,
        DaneSupport dane,
        boolean bounceVerification,
        String bounceProfile,
        boolean chunking) {

    /// The same with DANE Support None.
    public DestinationProfile withoutDane() {
        return new DestinationProfile(
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

    /// The appliance's Default entry: IPv6 preferred, 500 connections, 50 messages each, TLS Preferred, DANE None;
    /// no chunking, because only with DATA can a surplus reply be detected.
    public static DestinationProfile defaults() {
        return new DestinationProfile(
                IpAddressPreference.PREFER_V6,
                500,
                50,
                RecipientLimit.NONE,
                LimitType.DOMAIN,
                LimitApply.SYSTEM_WIDE,
                TlsSupport.PREFERRED,
                DaneSupport.NONE,
                false,
                BounceProfile.DEFAULT_NAME,
                false);
    }
}
