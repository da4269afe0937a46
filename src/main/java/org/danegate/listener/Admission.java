package org.danegate.listener;

import java.net.InetAddress;
import org.danegate.credentials.SmtpUser;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.MailFlowPolicy.Behavior;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;

/// What applies to one client during its whole conversation, whatever is committed meanwhile.
///
/// @param settings the listener's, as the client's mail flow policy changes them
/// @param access the decision of the Host Access Table on the client, or what its user may do
/// @param user who has authenticated, null for nobody
record Admission(
        Policy policy,
        ListenerSettings settings,
        AccessTable.Word access,
        InetAddress client,
        @Nullable SmtpUser user) {

    /// @param known false for a client that a proxy did not name: it gets no rights to relay
    static Admission of(Policy policy, ListenerSettings listener, InetAddress client, boolean known) {
        AccessTable.Word found = AccessTable.of(policy, listener, client);
        AccessTable.Word access = known ? found : found.withoutRelay();
        return new Admission(policy, access.policy().over(listener), access, client, null);
    }

    /// The same client after it has authenticated: rights and limits are those of the listener's policy for that.
    Admission authenticated(SmtpUser who) {
        ListenerSettings listener = policy.listeners().stream()
                .filter(l -> l.name().equals(settings.name()))
                .findFirst()
                .orElse(settings);
        AccessTable.Word word = AccessTable.authenticated(policy, settings.authPolicy(), who.name());
        return new Admission(policy, word.policy().over(listener), word, client, who);
    }

    /// Whether the client's mail is signed with DKIM, if a signing profile matches it.
    boolean signs() {
        return relays() && access.policy().dkimSigning();
    }

    /// Whether the field `X-ESA-CF-TLS-Mandatory` of the client's mail counts.
    boolean honorsTlsMandatory() {
        return relays() && access.policy().honorTlsMandatory();
    }

    /// Whether the client may send mail to anywhere.
    boolean relays() {
        return access.behavior() == Behavior.RELAY;
    }
}
