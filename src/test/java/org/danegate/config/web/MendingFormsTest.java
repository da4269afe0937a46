package org.danegate.config.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.danegate.config.MendingForms;
import org.danegate.destinations.web.DestinationMending;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.sections.web.SectionMending;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each field of the policy has the form that mends it.
class MendingFormsTest {

    private static final List<MendingForms> FORMS = List.of(new DestinationMending(), new SectionMending());

    private static final Policy POLICY = PolicyFile.readUnchecked("""
            listeners:
              - { name: In, address: 127.0.0.1, port: 25, senderGroups: [] }
              - { name: Out Mail, address: 127.0.0.1, port: 26, senderGroups: [] }
            destinationControls:
              destinations: [ { domain: a.example }, { domain: .b.example } ]
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "destinationControls.destinations[1].dane;"
                        + " /mail-policies/destinations/entry?domain=.b.example#dane",
                "destinationControls.destinations[0].recipientLimit.minutes;"
                        + " /mail-policies/destinations/entry?domain=a.example#minutes",
                "destinationControls.default.dane; /mail-policies/destinations/default#dane",
                "destinationControls.default.recipientLimit.recipients;"
                        + " /mail-policies/destinations/default#recipients",
                "destinationControls.global.certificate; /mail-policies/destinations/global#certificate",
                "dns.trustAnchorFile; /network/dns#trustAnchorFile",
                "dns.servers[0].address; /network/dns",
                "smtpRoutes[2].hosts[0].host; /network/smtp-routes/2#hosts",
                "bounceProfiles[0].name; /network/bounce-profiles/0#name",
                "listeners[1].port; /network/listeners/1#port",
                "listeners[1].senderGroups; /mail-policies/hat?listener=Out+Mail",
                "listeners[1].senderGroups[3].senders[0]; /mail-policies/hat/3?listener=Out+Mail#senders",
                "mailFlowPolicies[1].tls; /mail-policies/mail-flow-policies/1#tls",
                "recipientAccess[0].domain; /mail-policies/recipient-access/0#domain",
                "logSubscriptions[4].rolloverSize; /system/log-subscriptions/4#rolloverSize",
                "virtualGateways.interfaces[0].ipv4; /network/ip-interfaces/0#ipv4",
                "virtualGateways.senders[0].sender; /network/sender-interfaces/0#sender",
                "virtualGateways.defaultInterface; /network/ip-interfaces/settings#defaultInterface",
                "alerts.maxWait; /system/alerts/settings#maxWait",
                "alerts.recipients[0].address; /system/alert-recipients/0#address",
                "alerts.recipients; /system/alert-recipients",
                "nonsense.field; ''"
            })
    void a_field_leads_to_its_form(String field, String address) {
        assertThat(FORMS.stream()
                        .flatMap(f -> f.of(POLICY, field).stream())
                        .findFirst()
                        .orElse(""))
                .isEqualTo(address);
    }
}
