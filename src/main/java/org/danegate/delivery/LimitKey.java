package org.danegate.delivery;

import java.net.InetAddress;
import org.danegate.dialing.VirtualGateway;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;

/// What the limits of a destination count together: mail for the whole domain, or mail to one MX address for all
/// domains that share it; either for all of Danegate or per virtual gateway.
///
/// @param gateway name of the IP interface; empty when the limit is system-wide
/// @param counted the destination, or the address as text
record LimitKey(LimitType type, String counted, String gateway) {

    static LimitKey of(DestinationProfile profile, String destination, InetAddress address, VirtualGateway gateway) {
        String counted = profile.limitType() == LimitType.DOMAIN ? destination : address.getHostAddress();
        String by = profile.limitApply() == LimitApply.EACH_VIRTUAL_GATEWAY ? gateway.name() : "";
        return new LimitKey(profile.limitType(), counted, by);
    }
}
