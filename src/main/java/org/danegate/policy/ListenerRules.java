package org.danegate.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.danegate.wording.Wording;

/// Rules of the listeners and their sender groups.
final class ListenerRules {

    private final Findings findings;
    private final Set<String> policies;
    private final Set<String> relaying;
    private final Set<String> names = new HashSet<>();
    private final List<ListenerSettings> before = new ArrayList<>();
    private final SubmissionRules submission;

    private ListenerRules(Findings findings, Set<String> policies, Set<String> relaying, SubmissionRules submission) {
        this.findings = findings;
        this.submission = submission;
        this.policies = policies;
        this.relaying = relaying;
    }

    static void check(Policy policy, Findings findings) {
        ListenerRules rules = new ListenerRules(
                findings,
                policy.mailFlowPolicies().stream().map(MailFlowPolicy::name).collect(Collectors.toSet()),
                policy.mailFlowPolicies().stream()
                        .filter(p -> p.behavior() == MailFlowPolicy.Behavior.RELAY)
                        .map(MailFlowPolicy::name)
                        .collect(Collectors.toSet()),
                new SubmissionRules(policy.mailFlowPolicies(), findings));
        for (int i = 0; i < policy.listeners().size(); i++) {
            rules.listener("listeners[" + i + "]", policy.listeners().get(i));
        }
    }

    private void listener(String field, ListenerSettings l) {
        findings.name(field, l.name(), names, "policy.listener.name");
        findings.address(field + ".address", l.address());
        findings.range(field + ".port", l.port(), 0, 65_535);
        before.stream().filter(other -> collide(other, l)).findFirst().ifPresent(other -> occupied(field, other));
        before.add(l);
        findings.range(field + ".maxRecipients", l.maxRecipients(), 1, 100_000);
        findings.messageSize(field, l.maxMessageSize());
        senderGroups(field, l.senderGroups());
        openRelay(field, l);
        submission.check(field, l);
    }

    /// A wildcard address takes the port on every address; `0.0.0.0` too is bound for both families. Port 0 is any
    /// free port.
    private static boolean collide(ListenerSettings one, ListenerSettings other) {
        return one.port() != 0
                && one.port() == other.port()
                && (NetworkAddress.isWildcard(one.address())
                        || NetworkAddress.isWildcard(other.address())
                        || NetworkAddress.key(one.address()).equals(NetworkAddress.key(other.address())));
    }

    private void occupied(String field, ListenerSettings other) {
        findings.error(field + ".port", Wording.of("policy.listener.port", other.address(), other.port()));
    }

    private void senderGroups(String field, List<ListenerSettings.SenderGroup> groups) {
        Set<String> seen = new HashSet<>();
        for (int g = 0; g < groups.size(); g++) {
            String at = field + ".senderGroups[" + g + "]";
            findings.name(at, groups.get(g).name(), seen, "policy.group.name");
            senderGroup(at, groups.get(g));
        }
        reach(field, groups);
    }

    private void senderGroup(String field, ListenerSettings.SenderGroup group) {
        if (!policies.contains(group.policy())) {
            findings.error(field + ".policy", Wording.of("policy.group.policy", group.policy()));
        }
        for (int s = 0; s < group.senders().size(); s++) {
            String sender = group.senders().get(s);
            if (!sender.equals("ALL") && !NetworkAddress.isBlock(sender)) {
                findings.error(field + ".senders[" + s + "]", Wording.of("policy.group.sender", sender));
            }
        }
    }

    /// A reachable group that relays for everybody makes a listener that others can reach an open relay.
    private void openRelay(String field, ListenerSettings l) {
        if (NetworkAddress.isLoopback(l.address())) {
            return;
        }
        for (int g = 0; g < l.senderGroups().size(); g++) {
            ListenerSettings.SenderGroup group = l.senderGroups().get(g);
            if (relaying.contains(group.policy())) {
                relaysForAll(field + ".senderGroups[" + g + "]", l.name(), group);
            }
            if (group.senders().contains("ALL")) {
                return;
            }
        }
    }

    private void relaysForAll(String field, String listener, ListenerSettings.SenderGroup group) {
        for (int s = 0; s < group.senders().size(); s++) {
            String sender = group.senders().get(s);
            if (sender.equals("ALL") || NetworkAddress.isWide(sender)) {
                findings.grave(
                        field + ".senders[" + s + "]",
                        Wording.of("policy.group.relay", listener, group.name(), sender));
            }
        }
    }

    /// Groups are tried in order: a group after one for ALL is never reached, and a sender that no group covers
    /// is refused.
    private void reach(String field, List<ListenerSettings.SenderGroup> groups) {
        int all = 0;
        while (all < groups.size() && !groups.get(all).senders().contains("ALL")) {
            all++;
        }
        if (all == groups.size()) {
            findings.advice(field + ".senderGroups", Wording.of("policy.group.all"));
        } else if (all < groups.size() - 1) {
            findings.advice(
                    field + ".senderGroups[" + (all + 1) + "].name",
                    Wording.of("policy.group.reach", groups.get(all).name()));
        }
    }
}
