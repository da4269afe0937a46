package org.danegate.dialing;

import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.TlsSupport;

/// The settings that apply to a call, and the gateway that makes it.
///
/// @param destination domain as A-labels, or an address literal in brackets
/// @param dane DANE Support in force
/// @param tls TLS Support, which applies when DANE does not
/// @param families which addresses to use, and which to try first
/// @param gateway the virtual gateway that connects
/// @param sts whether MTA-STS policies are used where DANE does not decide
/// @param daneUnheeded whether DANE is looked up for the record and binds nothing (`TLS-Required: No`, RFC 8689 3)
public record CallTerms(
        String destination,
        DaneSupport dane,
        TlsSupport tls,
        IpAddressPreference families,
        VirtualGateway gateway,
        boolean sts,
        boolean daneUnheeded) {

    /// Terms without MTA-STS, under which DANE binds.
    public CallTerms(
            String destination,
            DaneSupport dane,
            TlsSupport tls,
            IpAddressPreference families,
            VirtualGateway gateway) {
        this(destination, dane, tls, families, gateway, false, false);
    }
    /// The same terms, under which neither DANE nor a policy of MTA-STS binds.
    public CallTerms withDaneUnheeded() {
        return new CallTerms(destination, dane, tls, families, gateway, false, true);
    }

    /// The terms of a destination profile.
    ///
    /// @param dane DANE Support in force; None for mail that did not come in under RELAY
    public static CallTerms of(
            String destination, DestinationProfile profile, DaneSupport dane, VirtualGateway gateway) {
        return new CallTerms(
                destination, dane, profile.tls(), profile.ipAddressPreference(), gateway, profile.usesMtaSts(), false);
    }
}
