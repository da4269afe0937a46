package org.danegate.dialing;

import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.TlsSupport;

/// What binds a call to a destination, and who calls.
///
/// @param destination domain as A-labels, or an address literal in brackets
/// @param dane DANE Support in force
/// @param tls TLS Support that binds where DANE does not
/// @param families which addresses of a host are wanted, and which come first
/// @param gateway who connects
public record CallTerms(
        String destination, DaneSupport dane, TlsSupport tls, IpAddressPreference families, VirtualGateway gateway) {

    /// For mail under a destination's profile.
    ///
    /// @param dane DANE Support in force, which is None for mail that did not come in under RELAY
    public static CallTerms of(
            String destination, DestinationProfile profile, DaneSupport dane, VirtualGateway gateway) {
        return new CallTerms(destination, dane, profile.tls(), profile.ipAddressPreference(), gateway);
    }
}
