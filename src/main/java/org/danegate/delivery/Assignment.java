package org.danegate.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.danegate.address.MailDestination;
import org.danegate.dane.Evidence;
import org.danegate.dialing.CallTerms;
import org.danegate.dialing.VirtualGateway;
import org.danegate.event.Lane;
import org.danegate.event.TlsTag;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.Policy;
import org.danegate.policy.RequireTlsLevel;
import org.danegate.policy.TlsBySender;
import org.danegate.policy.TlsSupport;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.jspecify.annotations.Nullable;

/// What one attempt delivers, and the settings it keeps until it ends, even if another policy is committed.
///
/// @param policy the policy in force when the attempt began
/// @param profile the destination's profile under it
/// @param bounces the destination's bounce profile under it
/// @param terms the settings of its calls
/// @param rule the row of TLS by Sender that raised the destination's TLS or DANE Support; null for none
record Assignment(
        Lane lane,
        Policy policy,
        DestinationProfile profile,
        BounceProfile bounces,
        CallTerms terms,
        TlsBySender.@Nullable Found rule) {

    /// What an attempt delivers that begins with this mail: that of the first recipient's row of TLS by Sender.
    static Assignment of(QueuedDelivery first, Policy policy) {
        String destination = first.destination();
        DestinationProfile profile = profile(destination, policy);
        return of(
                destination,
                first.envelope().lane(),
                policy,
                rule(first, first.recipients().getFirst(), profile, policy));
    }

    /// An attempt for mail without a row of TLS by Sender.
    ///
    /// @param destination domain as A-labels, or an address literal in brackets
    static Assignment of(String destination, Lane lane, Policy policy) {
        return of(destination, lane, policy, null);
    }

    private static Assignment of(String destination, Lane lane, Policy policy, TlsBySender.@Nullable Found rule) {
        DestinationProfile own = own(destination, lane, policy);
        DestinationProfile profile = rule == null ? own : rule.rule().over(own);
        // DANE is for mail that came in under RELAY (seed "Mail Direction").
        DaneSupport dane = lane.relayed() ? profile.dane() : DaneSupport.NONE;
        VirtualGateway gateway = VirtualGateway.of(lane.gateway(), policy);
        CallTerms terms = CallTerms.of(destination, withTls(profile, lane), dane, gateway);
        // Also without DANE: the recipient's MTA-STS policy does not bind either.
        boolean unheeded = lane.tls().ignoresPolicies() && dane != DaneSupport.MANDATORY;
        return new Assignment(
                lane,
                policy,
                profile,
                policy.bounceProfile(profile.bounceProfile()),
                unheeded ? terms.withDaneUnheeded() : terms,
                rule);
    }

    /// A report that may go in clear asks for no more than TLS where it is offered.
    private static DestinationProfile own(String destination, Lane lane, Policy policy) {
        DestinationProfile profile = profile(destination, policy);
        if (!mayGoInClear(lane, policy)) {
            return profile;
        }
        DaneSupport dane = profile.dane() == DaneSupport.NONE ? DaneSupport.NONE : DaneSupport.OPPORTUNISTIC;
        return profile.with(DestinationSetting.TLS, TlsSupport.PREFERRED).with(DestinationSetting.DANE, dane);
    }

    private static boolean mayGoInClear(Lane lane, Policy policy) {
        return lane.tls() == TlsTag.REPORT && policy.tlsReports().options().mayGoInClear();
    }

    /// REQUIRETLS comes before TLS Support None: STARTTLS is tried at least.
    private static DestinationProfile withTls(DestinationProfile profile, Lane lane) {
        return profile.tls() == TlsSupport.NONE && isRequireTls(profile, lane)
                ? profile.with(DestinationSetting.TLS, TlsSupport.PREFERRED)
                : profile;
    }

    private static boolean isRequireTls(DestinationProfile profile, Lane lane) {
        return lane.tls().isRequireTls() && profile.requireTls() != RequireTlsLevel.DISABLE;
    }

    /// How strictly MX records are looked up: REQUIRETLS asks whether they are SECURE, also where DANE Support is
    /// None.
    DaneSupport lookups() {
        return terms.dane() == DaneSupport.NONE && isRequireTls(profile, lane)
                ? DaneSupport.OPPORTUNISTIC
                : terms.dane();
    }

    /// The row that raises what the destination asks for; null when there is none, or when it raises nothing. A row
    /// asks for TLS at least, so the header field decides only where no row does.
    private static TlsBySender.@Nullable Found rule(
            QueuedDelivery mail, Pending recipient, DestinationProfile own, Policy policy) {
        if (mayGoInClear(mail.envelope().lane(), policy)) {
            return null;
        }
        return policy.tlsRule(mail.envelope().sender(), recipient.address().text())
                .or(() -> mail.envelope().tlsMandatory() ? Optional.of(TlsBySender.Found.BY_HEADER) : Optional.empty())
                .filter(found -> !found.rule().over(own).equals(own))
                .orElse(null);
    }

    /// The recipients of a message that get the same TLS as the others of the attempt (T-04). Empty when the
    /// message is of another row.
    List<Pending> own(QueuedDelivery mail) {
        if (policy.tlsBySender().isEmpty() && rule == null && !mail.envelope().tlsMandatory()) {
            return mail.recipients();
        }
        DestinationProfile own = profile(destination(), policy);
        return mail.recipients().stream()
                .filter(r -> Objects.equals(rule(mail, r, own, policy), rule))
                .toList();
    }

    /// A trouble that names the row that made TLS or DANE necessary, if one did.
    @Nullable
    Trouble named(@Nullable Trouble because) {
        if (rule == null || because == null || !because.enhanced().endsWith(".7.5")) {
            return because;
        }
        List<String> lines = new ArrayList<>(because.lines());
        lines.addFirst(rule.text() + ".");
        return new Trouble(because.code(), because.enhanced(), because.summary(), lines, because.dane());
    }

    /// The evidence of an attempt, with the row that raised what the destination asks for.
    Evidence named(Evidence evidence) {
        return rule == null ? evidence : evidence.because(evidence.reason() + "; " + rule.text());
    }

    /// Matches the destination's profile; an address literal has the Default profile.
    static DestinationProfile profile(String destination, Policy policy) {
        return policy.destinationControls()
                .effectiveFor(MailDestination.of(destination))
                .profile();
    }

    /// Whether another policy has been committed since the attempt began.
    boolean isOutdated(CommittedPolicy committed) {
        return committed.current().policy() != policy;
    }

    /// Domain as A-labels, or an address literal in brackets.
    String destination() {
        return terms.destination();
    }
}
