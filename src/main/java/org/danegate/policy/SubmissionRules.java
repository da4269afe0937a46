package org.danegate.policy;

import java.util.List;
import org.danegate.policy.ListenerSettings.Authentication;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.ListenerSettings.SenderGroup;
import org.danegate.policy.MailFlowPolicy.Behavior;
import org.danegate.wording.Wording;

/// Rules of what a listener does besides sender groups: AUTH, and proxies in front of it.
final class SubmissionRules {

    private final List<MailFlowPolicy> policies;
    private final Findings findings;

    SubmissionRules(List<MailFlowPolicy> policies, Findings findings) {
        this.policies = policies;
        this.findings = findings;
    }

    void check(String field, ListenerSettings l) {
        policy(field + ".authPolicy", l);
        if (l.auth() != Authentication.NONE) {
            authentication(field, l);
        }
        for (int p = 0; p < l.proxyNetworks().size(); p++) {
            proxies(
                    field,
                    field + ".proxyNetworks[" + p + "]",
                    l,
                    l.proxyNetworks().get(p));
        }
    }

    private void policy(String field, ListenerSettings l) {
        String name = l.authPolicy();
        if (name == null && l.auth() != Authentication.NONE) {
            findings.error(field, Wording.of("policy.listener.auth.none"));
        } else if (name != null && !has(name, Behavior.RELAY)) {
            findings.error(field, Wording.of("policy.listener.auth.policy", name));
        }
    }

    private void authentication(String field, ListenerSettings l) {
        if (l.tls() == ListenerTls.NONE) {
            findings.error(field + ".auth", Wording.of("policy.listener.auth.tls"));
        }
        l.senderGroups().stream()
                .filter(group -> group.senders().contains("ALL"))
                .findFirst()
                .filter(group -> has(group.policy(), Behavior.REJECT) || has(group.policy(), Behavior.TCPREFUSE))
                .ifPresent(group -> findings.advice(
                        field + ".auth", Wording.of("policy.listener.auth.rejected", l.name(), group.name())));
    }

    private boolean has(String name, Behavior behavior) {
        return policies.stream().anyMatch(p -> p.name().equals(name) && p.behavior() == behavior);
    }

    /// A proxy names any client it likes, so that its network decides who can relay.
    private void proxies(String listener, String field, ListenerSettings l, String network) {
        if (!NetworkAddress.isBlock(network)) {
            findings.error(field, Wording.of("policy.listener.proxy", network));
        } else if (NetworkAddress.isWide(network)) {
            findings.grave(field, Wording.of("policy.listener.proxy.wide", l.name(), network));
        } else {
            for (SenderGroup group : l.senderGroups()) {
                overlap(listener + ".proxyNetworks", l, group, network);
            }
        }
    }

    private void overlap(String field, ListenerSettings l, SenderGroup group, String network) {
        if (has(group.policy(), Behavior.RELAY)) {
            group.senders().stream()
                    .filter(sender -> sender.equals("ALL") || NetworkAddress.isBlock(sender))
                    .filter(sender -> AddressBlock.overlap(sender, network))
                    .findFirst()
                    .ifPresent(sender -> findings.advice(
                            field, Wording.of("policy.listener.proxy.relay", network, sender, group.name(), l.name())));
        }
    }
}
