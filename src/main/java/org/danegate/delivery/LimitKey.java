package org.danegate.delivery;

import java.net.InetAddress;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.LimitType;

/// What a destination's limits count together: mail for the whole domain, or to one MX address whichever domains share
/// it.
///
/// @param counted the destination, or the address as text
record LimitKey(LimitType type, String counted) {

    static LimitKey of(DestinationProfile profile, String destination, InetAddress address) {
        return profile.limitType() == LimitType.DOMAIN
                ? new LimitKey(LimitType.DOMAIN, destination)
                : new LimitKey(LimitType.MX_IP, address.getHostAddress());
    }
}
