package org.danegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.junit.jupiter.api.Test;

/// A difference is taken back on its own, for every kind of object.
class ReversionTest {

    private static final Policy BEFORE = PolicyFile.readUnchecked("""
            dns: { servers: [ { address: 192.0.2.1 } ] }
            destinationControls:
              destinations:
                - { domain: a.example, tls: REQUIRED, dane: OPPORTUNISTIC }
                - { domain: b.example, tls: REQUIRED }
                - { domain: c.example, tls: REQUIRED, recipientLimit: { recipients: 5, minutes: 2 } }
            smtpRoutes:
              - { domain: r.example, hosts: [ { host: h.example } ] }
              - { domain: s.example, hosts: [ { host: h.example } ] }
              - { domain: t.example, hosts: [ { host: h.example } ] }
            bounceProfiles: [ { name: Default }, { name: Slow } ]
            listeners:
              - { name: One, port: 0 }
              - { name: Two, port: 0 }
            mailFlowPolicies:
              - { name: RELAYED, behavior: RELAY }
              - { name: BLOCKED, behavior: REJECT }
            recipientAccess:
              - { domain: x.example, action: ACCEPT }
              - { domain: y.example, action: ACCEPT }
            logSubscriptions: [ { name: mail_logs }, { name: more } ]
            virtualGateways:
              interfaces: [ { name: Out, ipv4: 192.0.2.7, hostname: out.example.org } ]
              senders: [ { sender: a@example.org, outgoingInterface: Out } ]
            alerts:
              recipients: [ { address: postmaster@example.org } ]
            """);

    private static final Policy AFTER = PolicyFile.readUnchecked("""
            dns: { servers: [ { address: 192.0.2.2 } ], timeout: 3s }
            destinationControls:
              default: { tls: REQUIRED, dane: OPPORTUNISTIC, concurrentConnections: 7 }
              destinations:
                - { domain: a.example, dane: MANDATORY, chunking: on }
                - { domain: c.example, tls: REQUIRED, recipientLimit: { recipients: 6, minutes: 3 } }
                - { domain: d.example, tls: REQUIRED }
            smtpRoutes:
              - { domain: s.example, hosts: [ { host: i.example } ] }
              - { domain: u.example, hosts: [ { host: h.example } ] }
            bounceProfiles: [ { name: Default, maxRetries: 7, initialRetry: 5m }, { name: Fast } ]
            listeners:
              - { name: Two, port: 0 }
              - { name: One, port: 0 }
            mailFlowPolicies:
              - { name: RELAYED, behavior: RELAY, maxConnections: 5 }
              - { name: BLOCKED, behavior: REJECT }
            recipientAccess:
              - { domain: y.example, action: REJECT }
            logSubscriptions: [ { name: mail_logs, level: DEBUG, maxFiles: 4 }, { name: more } ]
            virtualGateways:
              defaultInterface: Out
              interfaces: [ { name: Out, ipv4: 192.0.2.8, hostname: out.example.org }, { name: More, ipv4: 192.0.2.9, hostname: more.example.org } ]
            alerts:
              sender: alerts@example.org
              recipients: [ { address: postmaster@example.org, severity: CRITICAL }, { address: x@example.org } ]
            """);

    @Test
    void each_change_is_taken_back_and_all_others_stay() {
        List<PolicyChange> changes = PolicyChange.between(BEFORE, AFTER);
        assertThat(changes)
                .extracting(c -> c.object().kind())
                .contains(
                        PolicyObject.Kind.DNS,
                        PolicyObject.Kind.DEFAULT_DESTINATION,
                        PolicyObject.Kind.DESTINATION,
                        PolicyObject.Kind.SENDER_INTERFACE,
                        PolicyObject.Kind.DEFAULT_INTERFACE,
                        PolicyObject.Kind.ALERT_SETTINGS);
        for (PolicyChange change : changes) {
            Policy reverted = Reversion.of(AFTER, BEFORE, change, null);

            List<String> rest = new ArrayList<>(objects(changes));
            rest.remove(change.object().english());
            assertThat(objects(PolicyChange.between(BEFORE, reverted)))
                    .as(change.line())
                    .containsAll(
                            rest.stream().filter(o -> !o.startsWith("Order of")).toList())
                    .doesNotContain(change.object().english());
        }
    }

    @Test
    void after_all_are_taken_back_in_turn_the_policy_is_the_one_in_force() {
        Policy policy = AFTER;
        for (int i = 0; i < 100 && !PolicyChange.between(BEFORE, policy).isEmpty(); i++) {
            policy = Reversion.of(
                    policy, BEFORE, PolicyChange.between(BEFORE, policy).getFirst(), null);
        }
        assertThat(PolicyDocument.yaml(policy))
                .isEqualTo(PolicyDocument.yaml(
                        WorkingRows.with(BEFORE, BEFORE.destinationControls().entries())));
    }

    @Test
    void one_field_is_taken_back_and_the_others_stay() {
        List<PolicyChange> changes = PolicyChange.between(BEFORE, AFTER);
        for (PolicyChange change : changes) {
            if (change.kind() == PolicyChange.Kind.CHANGED && !change.object().order()) {
                for (PolicyChange.Field field : change.fields()) {
                    Policy reverted = Reversion.of(AFTER, BEFORE, change, field.name());

                    assertThat(fields(PolicyChange.between(BEFORE, reverted), change.object()))
                            .as(change.line() + " without " + field.name())
                            .doesNotContain(field.name())
                            .containsAll(change.fields().stream()
                                    .map(PolicyChange.Field::name)
                                    .filter(name -> !setting(name).equals(setting(field.name())))
                                    .toList());
                }
            }
        }
    }

    /// A setting of several values is taken back as a whole.
    private static String setting(String field) {
        return field.split("\\.")[0];
    }

    private static List<String> fields(List<PolicyChange> changes, PolicyObject object) {
        return changes.stream()
                .filter(c -> c.object().equals(object))
                .flatMap(c -> c.fields().stream())
                .map(PolicyChange.Field::name)
                .toList();
    }

    private static List<String> objects(List<PolicyChange> changes) {
        return changes.stream().map(c -> c.object().english()).toList();
    }
}
