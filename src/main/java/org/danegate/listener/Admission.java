package org.danegate.listener;

import java.net.InetAddress;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.MailFlowPolicy.Behavior;
import org.danegate.policy.Policy;

/// What applies to one client during its whole conversation, whatever is committed meanwhile.
///
/// @param settings the listener's, as the client's mail flow policy changes them
/// @param access the decision of the Host Access Table on the client
record Admission(Policy policy, ListenerSettings settings, AccessTable.Word access, InetAddress client) {

    static Admission of(Policy policy, ListenerSettings listener, InetAddress client) {
        AccessTable.Word access = AccessTable.of(policy, listener, client);
        return new Admission(policy, access.policy().over(listener), access, client);
    }

    /// Whether the client may send mail to anywhere.
    boolean relays() {
        return access.behavior() == Behavior.RELAY;
    }
}
