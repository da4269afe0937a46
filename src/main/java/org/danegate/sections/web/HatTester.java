package org.danegate.sections.web;

import java.net.InetAddress;
import java.util.List;
import org.danegate.policy.AddressBlock;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.MailFlowPolicy.Behavior;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;

/// Which sender group of a listener a client would be in.
///
/// @param client address as typed
/// @param match the sender group found, null when none lists the client
/// @param fault what is wrong with the address, null when nothing is
public record HatTester(
        String client, @Nullable Match match, @Nullable String fault) {

    /// The first sender group that lists a client.
    ///
    /// @param rule the entry of the group that covers the client
    /// @param policy the group's mail flow policy
    /// @param behavior the behavior of that policy; Reject when the policy does not exist
    public record Match(String group, String rule, String policy, Behavior behavior) {}

    static @Nullable HatTester of(Policy policy, @Nullable SectionPlace place, String client) {
        if (place == null || !place.section().ofListener()) {
            return null;
        }
        String text = client.strip();
        if (text.isEmpty()) {
            return new HatTester("", null, null);
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return new HatTester(text, match(policy, place.listener(), address), null);
        } catch (IllegalArgumentException e) {
            return new HatTester(text, null, text);
        }
    }

    private static @Nullable Match match(Policy policy, String listener, InetAddress client) {
        List<ListenerSettings.SenderGroup> groups = policy.listeners().stream()
                .filter(l -> l.name().equals(listener))
                .findFirst()
                .map(ListenerSettings::senderGroups)
                .orElse(List.of());
        for (ListenerSettings.SenderGroup group : groups) {
            for (String rule : group.senders()) {
                if (AddressBlock.covers(rule, client)) {
                    return new Match(group.name(), rule, group.policy(), behavior(policy, group.policy()));
                }
            }
        }
        return null;
    }

    private static Behavior behavior(Policy policy, String name) {
        return policy.mailFlowPolicies().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .map(MailFlowPolicy::behavior)
                .orElse(Behavior.REJECT);
    }
}
