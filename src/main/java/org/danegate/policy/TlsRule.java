package org.danegate.policy;

/// A row of *TLS by Sender*: the least TLS for mail from a sender to a recipient, whatever the destination asks for. It
/// raises the destination's TLS Support and DANE Support, each separately, and never lowers them.
///
/// @param name for people; unique
public record TlsRule(String name, AddressPattern sender, AddressPattern recipient, Least least) {

    /// What mail must get at least.
    public enum Least {
        REQUIRED("Required", TlsSupport.REQUIRED, DaneSupport.NONE),
        REQUIRED_VERIFY("Required - Verify", TlsSupport.REQUIRED_VERIFY, DaneSupport.NONE),
        REQUIRED_VERIFY_HOSTED_DOMAINS(
                "Required - Verify Hosted Domains", TlsSupport.REQUIRED_VERIFY_HOSTED_DOMAINS, DaneSupport.NONE),
        /// DANE Mandatory. Where DANE does not apply, as for mail that came in under ACCEPT, TLS is required.
        DANE_MANDATORY("DANE Mandatory", TlsSupport.REQUIRED, DaneSupport.MANDATORY);

        private final String label;
        private final TlsSupport tls;
        private final DaneSupport dane;

        Least(String label, TlsSupport tls, DaneSupport dane) {
            this.label = label;
            this.tls = tls;
            this.dane = dane;
        }

        /// The words for it.
        public String label() {
            return label;
        }
    }

    /// A destination's settings with the stronger of both.
    public DestinationProfile over(DestinationProfile profile) {
        DestinationProfile raised = profile;
        if (least.tls.strength() > profile.tls().strength()) {
            raised = raised.with(DestinationSetting.TLS, least.tls);
        }
        if (least.dane.compareTo(profile.dane()) > 0) {
            raised = raised.with(DestinationSetting.DANE, least.dane);
        }
        return raised;
    }
}
