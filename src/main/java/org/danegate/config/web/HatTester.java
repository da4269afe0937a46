package org.danegate.config.web;

import java.net.InetAddress;
import org.danegate.policy.AddressBlock;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;

/// Which sender group a client would be in.
///
/// @param client address as typed
/// @param group the first sender group that lists it, null when none does
/// @param policy that group's mail flow policy
/// @param fault what is wrong with the address, null when nothing is
public record HatTester(
        String client,
        @Nullable String group,
        @Nullable String policy,
        @Nullable String fault) {

    static @Nullable HatTester of(Policy policy, PolicySection section, String client) {
        if (section != PolicySection.SENDER_GROUPS) {
            return null;
        }
        String text = client.strip();
        if (text.isEmpty()) {
            return new HatTester("", null, null, null);
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return policy.listeners().getFirst().senderGroups().stream()
                    .filter(g -> g.senders().stream().anyMatch(s -> AddressBlock.covers(s, address)))
                    .findFirst()
                    .map(g -> found(text, g))
                    .orElse(new HatTester(text, null, null, null));
        } catch (IllegalArgumentException e) {
            return new HatTester(text, null, null, text);
        }
    }

    private static HatTester found(String client, ListenerSettings.SenderGroup group) {
        return new HatTester(client, group.name(), group.policy(), null);
    }
}
