package org.danegate.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.danegate.address.DomainName;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.Policy;
import org.danegate.policy.SyslogPush;
import org.danegate.policy.TlsSupport;
import org.danegate.wording.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/// The policy file: everything is read, every fault has its line, and writing gives back what was read.
class PolicyFileTest {

    @Test
    void the_example_with_every_key_is_read() throws Exception {
        PolicyFile.Reading reading = PolicyFile.read(example());

        assertThat(reading.faults()).isEmpty();
        Policy policy = reading.policy();
        DestinationProfile ietf = policy.destinationControls()
                .effectiveFor(DomainName.parse("ietf.org"))
                .profile();
        assertThat(ietf.tls()).isEqualTo(TlsSupport.REQUIRED);
        assertThat(ietf.dane()).isEqualTo(DaneSupport.MANDATORY);
        assertThat(policy.listeners().getFirst().maxMessageSize()).isEqualTo(20L << 20);
        assertThat(policy.bounceProfiles().getFirst().maxTimeInQueue()).isEqualTo(Duration.ofHours(72));
    }

    @Test
    void writing_gives_back_what_was_read() throws Exception {
        Policy policy = PolicyFile.read(example()).policy();

        assertThat(PolicyFile.read(PolicyDocument.yaml(policy)).policy()).isEqualTo(policy);
    }

    @Test
    void chunking_is_read_and_written_for_default_and_for_each_destination() {
        Policy policy = PolicyFile.read("""
                        destinationControls:
                          default: { chunking: on }
                          destinations:
                            - { domain: a.example, chunking: off }
                            - { domain: b.example, chunking: true }
                            - { domain: c.example }
                        """).policy();

        assertThat(policy.destinationControls().defaultProfile().chunking()).isTrue();
        assertThat(policy.destinationControls().entries())
                .extracting(e -> e.get(DestinationSetting.CHUNKING))
                .containsExactly(false, true, null);
        assertThat(PolicyFile.read(PolicyDocument.yaml(policy)).policy()).isEqualTo(policy);
        assertThat(PolicyFile.read("destinationControls: { default: { chunking: perhaps } }")
                        .faults())
                .extracting(Fault::field)
                .containsExactly("destinationControls.default.chunking");
        assertThat(Policy.defaults().destinationControls().defaultProfile().chunking())
                .isFalse();
    }

    @Test
    void collectors_and_event_forms_are_read_and_written() {
        Policy policy = PolicyFile.read("""
                        logSubscriptions:
                          - { name: mail_logs, retrieval: FILES_AND_SYSLOG, syslogHost: siem.example.com, syslogProtocol: TLS,
                              syslogFraming: OCTET_COUNTING, syslogForm: RFC5424, syslogFacility: MAIL, syslogMaxSize: 2048,
                              syslogCertificate: gate }
                          - { name: events, type: CONSOLIDATED, eventForm: JSON, eventVendor: V, eventProduct: P, eventKeys: APPLIANCE,
                              leaveOutSubjects: true, hashAddresses: true }
                        """).policy();
        SyslogPush push = policy.logSubscriptions().getFirst().syslog();
        assertThat(push)
                .isEqualTo(new SyslogPush(
                        "siem.example.com",
                        6514,
                        SyslogPush.Protocol.TLS,
                        SyslogPush.Framing.OCTET_COUNTING,
                        SyslogPush.Form.RFC5424,
                        SyslogPush.Facility.MAIL,
                        2048,
                        "",
                        "gate"));
        assertThat(push.facility().priority(6)).isEqualTo(22);
        assertThat(policy.logSubscriptions().getFirst().pushes()).isTrue();
        assertThat(policy.logSubscriptions().getLast().fileName()).isEqualTo("consolidated_event");
        assertThat(policy.logSubscriptions().getLast().isJson()).isTrue();
        assertThat(PolicyFile.read(PolicyDocument.yaml(policy)).policy()).isEqualTo(policy);
    }

    @Test
    void submission_and_authentication_of_routes_are_read_and_written() {
        String text = """
                smtpRoutes:
                - { domain: ALL, hosts: [ { host: '[mx.example]', port: 587, priority: 0 } ], authentication: provider }
                listeners:
                - { name: S, port: 465, tls: IMPLICIT, auth: REQUIRED, authPolicy: RELAYED, proxyNetworks: [ 192.0.2.1 ],
                    senderGroups: [ { name: ALL, senders: [ ALL ], policy: ACCEPTED } ] }
                """;
        Policy read = Objects.requireNonNull(PolicyFile.read(text).policy());
        assertThat(read.smtpRoutes().getFirst().authentication()).isEqualTo("provider");
        assertThat(read.listeners().getFirst().proxyNetworks()).containsExactly("192.0.2.1");
        assertThat(PolicyFile.read(PolicyDocument.yaml(read)).policy()).isEqualTo(read);
        assertThat(PolicyDocument.yaml(Policy.defaults()))
                .contains("auth: NONE")
                .doesNotContain("proxyNetworks");
    }

    @Test
    void what_is_written_has_no_anchors_to_puzzle_over() {
        assertThat(PolicyDocument.yaml(Policy.defaults()))
                .contains("smtpRoutes: []")
                .doesNotContain("*id")
                .doesNotContain("&id");
    }

    @Test
    void an_empty_file_is_the_factory_policy() {
        assertThat(PolicyFile.read("").policy()).isEqualTo(Policy.defaults());
    }

    @Test
    void every_fault_has_its_line_and_field() {
        String text = """
                dns:
                  servers:
                    - { address: not-an-address, port: 53 }
                  colour: blue
                destinationControls:
                  default:
                    concurrentConnections: 5000
                    tls: NONE
                    dane: MANDATORY
                  destinations:
                    - domain: example.org
                      tls: SOMETIMES
                      bounceProfile: Nowhere
                    - domain: example.org
                bounceProfiles:
                  - name: Default
                    initialRetry: soon
                bounceProfiles: []
                """;

        List<Fault> faults = PolicyFile.read(text).faults();

        assertThat(faults)
                .extracting(f -> f.line() + " " + f.field())
                .contains(
                        "3 dns.servers[0].address",
                        "4 dns.colour",
                        "7 destinationControls.default.concurrentConnections",
                        "9 destinationControls.default.dane",
                        "12 destinationControls.destinations[0].tls",
                        "13 destinationControls.destinations[0].bounceProfile",
                        "14 destinationControls.destinations[1].domain",
                        "17 bounceProfiles[0].initialRetry",
                        "18 bounceProfiles");
        assertThat(PolicyFile.read(text).policy()).isNull();
    }

    @Test
    void broken_yaml_is_one_fault_at_its_line() {
        assertThat(PolicyFile.read("dns:\n  servers: [\n").faults()).hasSize(1);
    }

    @Test
    void json_is_read_too() {
        String json =
                "{\"destinationControls\": {\"destinations\": [{\"domain\": \"a.example\", \"dane\": \"OPPORTUNISTIC\"}]}}";

        assertThat(PolicyFile.read(json).faults()).isEmpty();
    }

    @Test
    void a_route_with_dane_is_advised_against() {
        String text = """
                destinationControls:
                  default: { dane: OPPORTUNISTIC }
                smtpRoutes:
                  - domain: corp.example
                    hosts: [ { host: 192.0.2.5 } ]
                """;

        PolicyFile.Reading reading = PolicyFile.read(text);

        assertThat(reading.policy()).isNotNull();
        assertThat(reading.advice()).extracting(Fault::message).anyMatch(m -> m.contains("USEDNS"));
    }

    @Test
    void the_check_prints_file_line_and_field(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("p.yml"), "dns:\n  bogus: 1\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int status = PolicyCheck.check(file, new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(status).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(file + ":2: dns.bogus: unknown key");
    }

    private static String example() throws Exception {
        try (var in = PolicyFileTest.class.getResourceAsStream("/policy-example.yml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\u0084",
                "\u0085",
                "A\u0085b",
                "B\n\u0085",
                "C\u2028",
                "D\u2029d",
                "E\rx",
                "F\n \nx\n",
                "G\u202ex",
                "\ufeffH",
                " I\t",
                "\u0000",
                "~",
                "0x10",
                "a: b # c"
            })
    void a_text_of_any_characters_is_written_so_that_it_is_read_back(String name) {
        Map<String, Object> part = Map.of("bounceProfiles", List.of(Map.of("name", name)));
        assertThat(new Yaml().<Object>load(PolicyDocument.yaml(part))).isEqualTo(part);
    }
}
