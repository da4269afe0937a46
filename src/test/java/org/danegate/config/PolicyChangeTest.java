package org.danegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.junit.jupiter.api.Test;

/// What a revision's record says of two policies.
class PolicyChangeTest {

    private static final String BEFORE = """
            dns: { servers: [ { address: 192.0.2.1 } ] }
            destinationControls:
              destinations:
                - { domain: a.example, tls: REQUIRED }
                - { domain: b.example, tls: REQUIRED }
            smtpRoutes:
              - { domain: r.example, hosts: [ { host: h.example } ] }
              - { domain: s.example, hosts: [ { host: h.example } ] }
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
            """;

    @Test
    void the_same_policy_is_no_change() {
        assertThat(PolicyChange.between(policy(BEFORE), policy(BEFORE))).isEmpty();
        assertThat(PolicyChange.lines(policy(BEFORE), policy(BEFORE))).isEmpty();
    }

    @Test
    void objects_are_added_changed_and_deleted_with_the_fields_that_differ() {
        String after = BEFORE.replace(
                        "{ domain: a.example, tls: REQUIRED }", "{ domain: a.example, tls: PREFERRED, chunking: on }")
                .replace("b.example", "c.example")
                .replace("{ name: Slow }", "{ name: Slow, maxRetries: 7 }");

        assertThat(PolicyChange.lines(policy(BEFORE), policy(after)).lines())
                .containsExactly(
                        "CHANGED Destination a.example; tls: REQUIRED → PREFERRED; chunking:  → true",
                        "DELETED Destination b.example; tls: REQUIRED → ",
                        "ADDED Destination c.example; tls:  → REQUIRED",
                        "CHANGED Bounce profile Slow; maxRetries: 100 → 7");
    }

    @Test
    void the_audit_log_is_told_as_many_whole_lines_as_fit_and_how_many_are_left_out() {
        String many = "destinationControls: { destinations: [ "
                + IntStream.range(0, 1000)
                        .mapToObj(i -> "{ domain: d" + i + ".example, tls: REQUIRED }")
                        .collect(Collectors.joining(", "))
                + " ] }\n";
        String told = PolicyChange.told(policy(""), policy(many));
        List<String> lines = told.lines().toList();
        assertThat(told).hasSizeLessThan(8100).startsWith("ADDED Destination d0.example; tls:  → REQUIRED\n");
        assertThat(lines.getLast()).isEqualTo("… and " + (1000 - lines.size() + 1) + " more");
        assertThat(PolicyChange.told(policy(many), policy(many))).isEmpty();
    }

    @Test
    void nested_settings_have_their_path() {
        String after = BEFORE + "\n";
        after = after.replace(
                "destinationControls:\n",
                "destinationControls:\n  default: { recipientLimit: { recipients: 5, minutes: 1 } }\n"
                        + "  global: { alertOnRequiredTlsFailure: true }\n");

        assertThat(PolicyChange.between(policy(BEFORE), policy(after)))
                .extracting(c -> c.object().english())
                .containsExactly("Destination Default", "Destination Controls global settings");
        assertThat(PolicyChange.between(policy(BEFORE), policy(after))
                        .getFirst()
                        .fields())
                .extracting(PolicyChange.Field::name)
                .containsExactly("recipientLimit.recipients", "recipientLimit.minutes");
    }

    @Test
    void lists_in_another_order_are_told_in_the_order_of_the_policy_file() {
        Policy before = policy(BEFORE);
        Policy after = new Policy(
                before.dns(),
                before.destinationControls(),
                before.smtpRoutes().reversed(),
                before.bounceProfiles().reversed(),
                before.listeners().reversed(),
                before.mailFlowPolicies().reversed(),
                before.recipientAccess().reversed(),
                before.logSubscriptions().reversed());

        List<PolicyChange> changes = PolicyChange.between(before, after);

        assertThat(changes)
                .extracting(c -> c.object().english())
                .containsExactly(
                        "Order of SMTP routes",
                        "Order of bounce profiles",
                        "Order of listeners",
                        "Order of mail flow policies",
                        "Order of recipient access",
                        "Order of log subscriptions");
        assertThat(changes).allMatch(c -> c.kind() == PolicyChange.Kind.CHANGED);
    }

    @Test
    void every_object_that_a_list_may_change_has_a_section_to_blame() {
        assertThat(PolicyObject.Kind.lists())
                .extracting(PolicyObject.Kind::section)
                .containsExactly(
                        "smtpRoutes",
                        "bounceProfiles",
                        "listeners",
                        "mailFlowPolicies",
                        "recipientAccess",
                        "tlsBySender",
                        "logSubscriptions");
    }

    private static Policy policy(String text) {
        PolicyFile.Reading reading = PolicyFile.read(text);
        assertThat(reading.faults()).isEmpty();
        return reading.policy();
    }
}
