package org.danegate.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.danegate.address.DomainName;

/// The whole configuration, immutable. Its sections and keys are those of the policy file.
public record Policy(
        DnsSettings dns,
        DestinationControls destinationControls,
        List<SmtpRoute> smtpRoutes,
        List<BounceProfile> bounceProfiles,
        List<ListenerSettings> listeners,
        List<MailFlowPolicy> mailFlowPolicies,
        List<RecipientAccess> recipientAccess,
        List<LogSubscription> logSubscriptions,
        VirtualGateways virtualGateways,
        AlertSettings alerts,
        List<TlsRule> tlsBySender,
        DkimSettings dkim,
        TlsReportSettings tlsReports) {

    public Policy {
        smtpRoutes = DomainTable.of(smtpRoutes, SmtpRoute::pattern);
        bounceProfiles = List.copyOf(bounceProfiles);
        listeners = List.copyOf(listeners);
        mailFlowPolicies = List.copyOf(mailFlowPolicies);
        recipientAccess = List.copyOf(recipientAccess);
        logSubscriptions = List.copyOf(logSubscriptions);
        tlsBySender = TlsBySender.of(tlsBySender);
    }

    /// A policy without rows of TLS by Sender, in which the system chooses the outgoing address, alerts have no
    /// recipients, nothing is signed and there are no TLS reports.
    public Policy(
            DnsSettings dns,
            DestinationControls destinationControls,
            List<SmtpRoute> smtpRoutes,
            List<BounceProfile> bounceProfiles,
            List<ListenerSettings> listeners,
            List<MailFlowPolicy> mailFlowPolicies,
            List<RecipientAccess> recipientAccess,
            List<LogSubscription> logSubscriptions) {
        this(
                dns,
                destinationControls,
                smtpRoutes,
                bounceProfiles,
                listeners,
                mailFlowPolicies,
                recipientAccess,
                logSubscriptions,
                VirtualGateways.none(),
                AlertSettings.defaults(),
                List.of(),
                DkimSettings.defaults(),
                TlsReportSettings.defaults());
    }

    /// The appliance's factory settings: system resolvers, Default destination, one loopback listener for relaying.
    public static Policy defaults() {
        return new Policy(
                DnsSettings.defaults(),
                DestinationControls.defaults(),
                List.of(),
                List.of(BounceProfile.defaults()),
                List.of(ListenerSettings.defaults()),
                MailFlowPolicy.defaults(),
                List.of(),
                List.of(LogSubscription.defaults()));
    }

    /// The same policy with other destination controls.
    public Policy with(DestinationControls controls) {
        return changed(draft -> draft.destinationControls = controls);
    }

    /// The same policy with these exceptions from DANE Support and no others.
    public Policy with(Map<DomainName, DaneException> exceptions) {
        return with(destinationControls.with(exceptions));
    }

    /// The same policy with other DNS settings.
    public Policy with(DnsSettings settings) {
        return changed(draft -> draft.dns = settings);
    }

    /// The same policy with other virtual gateways.
    public Policy with(VirtualGateways gateways) {
        return changed(draft -> draft.virtualGateways = gateways);
    }

    /// The same policy with other settings of DKIM signing.
    public Policy with(DkimSettings signing) {
        return changed(draft -> draft.dkim = signing);
    }

    /// The same policy with other settings of TLS reports.
    public Policy with(TlsReportSettings reports) {
        return changed(draft -> draft.tlsReports = reports);
    }

    /// The same policy with these rows of TLS by Sender.
    public Policy withTlsBySender(List<TlsRule> rules) {
        return changed(draft -> draft.tlsBySender = rules);
    }

    private Policy changed(Consumer<PolicyDraft> change) {
        PolicyDraft draft = new PolicyDraft(this);
        change.accept(draft);
        return draft.policy();
    }

    /// The row of TLS by Sender that applies to a message and a recipient.
    ///
    /// @param sender reverse-path of the envelope, empty for the null sender
    public Optional<TlsBySender.Found> tlsRule(String sender, String recipient) {
        return TlsBySender.of(tlsBySender).find(sender, recipient);
    }

    /// A destination's settings for mail of a sender, raised by the row of TLS by Sender for the whole domain.
    ///
    /// @param sender reverse-path of the envelope, empty for the null sender
    public DestinationProfile raised(DestinationProfile own, String sender, DomainName domain) {
        return TlsBySender.of(tlsBySender)
                .find(sender, domain)
                .map(found -> found.rule().over(own))
                .orElse(own);
    }

    /// The bounce profile of that name; Default when there is none (validation keeps references valid).
    public BounceProfile bounceProfile(String name) {
        return bounceProfiles.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseGet(() -> bounceProfiles.stream()
                        .filter(p -> p.name().equals(BounceProfile.DEFAULT_NAME))
                        .findFirst()
                        .orElseGet(BounceProfile::defaults));
    }
}
