package org.danegate.listener;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.danegate.policy.AddressBlock;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.MailFlowPolicy.Behavior;
import org.danegate.policy.Policy;
import org.danegate.policy.RecipientAccess;
import org.jspecify.annotations.Nullable;

/// Applies the Host Access Table to senders and the Recipient Access Table to recipients.
final class AccessTable {

    private AccessTable() {}

    private static final MailFlowPolicy NOBODY = new MailFlowPolicy("", Behavior.REJECT);

    /// The decision of the Host Access Table on a client.
    record Word(MailFlowPolicy policy, String group, String match) {

        Behavior behavior() {
            return policy.behavior();
        }

        /// The same without the right to relay.
        Word withoutRelay() {
            return behavior() == Behavior.RELAY ? new Word(policy.with(Behavior.ACCEPT), group, match) : this;
        }
    }

    /// What a user may do who has authenticated. A policy that is not there permits nothing.
    static Word authenticated(Policy policy, @Nullable String name, String user) {
        return new Word(name == null ? NOBODY : named(policy, name), "SMTP AUTH", user);
    }

    /// Finds the first sender group with a matching entry; a client that none matches is rejected.
    static Word of(Policy policy, ListenerSettings listener, InetAddress client) {
        for (ListenerSettings.SenderGroup group : listener.senderGroups()) {
            for (String sender : group.senders()) {
                if (AddressBlock.covers(sender, client)) {
                    return new Word(named(policy, group.policy()), group.name(), sender);
                }
            }
        }
        return new Word(NOBODY, "None", "none");
    }

    private static MailFlowPolicy named(Policy policy, String name) {
        return policy.mailFlowPolicies().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElse(NOBODY);
    }

    /// Whether mail of an ACCEPT client is accepted for the recipient. The line of the exact domain decides, else
    /// the line of the longest suffix; a domain without a line is refused.
    static boolean accepts(List<RecipientAccess> table, MailAddress recipient) {
        Optional<DomainName> domain = recipient.domainName();
        return domain.isPresent()
                && table.stream()
                        .filter(line -> line.domain().matches(domain.get()))
                        .max(Comparator.comparingInt(AccessTable::specificity))
                        .map(line -> line.action() == RecipientAccess.Action.ACCEPT)
                        .orElse(false);
    }

    private static int specificity(RecipientAccess line) {
        return line.domain().subdomains() ? line.domain().name().ascii().length() : Integer.MAX_VALUE;
    }
}
