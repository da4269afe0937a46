package org.danegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule by a policy file that breaks it, and by its nearest neighbour that does not.
class PolicyValidationTest {

    private record Found(String path, String text) {}

    @ParameterizedTest
    @MethodSource({"dns", "destinations", "routes", "bounces", "listeners", "tables", "gateways", "submission"})
    void a_rule_finds_its_fault_and_leaves_the_neighbour_alone(String faulty, String sound, String path, String text) {
        assertThat(found(faulty)).anySatisfy(f -> {
            assertThat(f.path()).isEqualTo(path);
            assertThat(f.text()).contains(text);
        });
        assertThat(PolicyFile.read(sound).faults()).isEmpty();
        assertThat(found(sound)).extracting(Found::path).doesNotContain(path);
    }

    static Stream<Arguments> submission() {
        String groups = "senderGroups: [ { name: R, senders: [ 192.0.2.0/24 ], policy: RELAYED },"
                + " { name: ALL, senders: [ ALL ], policy: ACCEPTED } ]";
        String auth = "listeners: [ { name: In, port: 2587, " + groups + ", ";
        String login = "smtpRoutes: [ { domain: a.example, authentication: p, hosts: [ { host: '%s' } ] } ]";
        String proxies = auth + "proxyNetworks: [ '%s' ] } ]";
        return Stream.of(
                rule(
                        auth + "auth: REQUIRED, authPolicy: RELAYED, tls: '%s' } ]",
                        "NONE",
                        "IMPLICIT",
                        "listeners[0].auth",
                        "AUTH is offered only under TLS"),
                rule(
                        auth + "auth: OFFERED, authPolicy: '%s' } ]",
                        "ACCEPTED",
                        "RELAYED",
                        "listeners[0].authPolicy",
                        "does not relay"),
                rule(
                        auth + "auth: '%s' } ]",
                        "REQUIRED",
                        "NONE",
                        "listeners[0].authPolicy",
                        "Choose the mail flow policy"),
                rule(
                        "listeners: [ { name: In, port: 2587, auth: OFFERED, authPolicy: RELAYED, senderGroups: ["
                                + " { name: ALL, senders: [ ALL ], policy: '%s' } ] } ]",
                        "BLOCKED",
                        "ACCEPTED",
                        "listeners[0].auth",
                        "rejects clients of sender group ALL before they can authenticate"),
                rule(proxies, "ALL", "198.51.100.0/24", "listeners[0].proxyNetworks[0]", "CIDR block of a proxy"),
                rule(proxies, "0.0.0.0/0", "198.51.100.7", "listeners[0].proxyNetworks[0]", "believes every host"),
                rule(proxies, "192.0.2.128/25", "198.51.100.0/24", "listeners[0].proxyNetworks", "which relays"),
                rule(proxies, "192.0.0.0/16", "2001:db8::/32", "listeners[0].proxyNetworks", "which relays"),
                rule(
                        "mailFlowPolicies: [ { name: RELAYED, behavior: RELAY, tls: '%s' },"
                                + " { name: BLOCKED, behavior: REJECT } ]",
                        "IMPLICIT", "REQUIRED", "mailFlowPolicies[0].tls", "cannot ask for TLS from the start"),
                rule(login, "USEDNS", "[mx.example]", "smtpRoutes[0].authentication", "Only hosts of a route"));
    }

    static Stream<Arguments> gateways() {
        String one = "virtualGateways: { interfaces: [ { name: '%s', ipv4: 192.0.2.1, hostname: a.example } ] }";
        String four = "virtualGateways: { interfaces: [ { name: A, ipv4: '%s', hostname: a.example } ] }";
        String six = "virtualGateways: { interfaces: [ { name: A, ipv6: '%s', hostname: a.example } ] }";
        String with = "virtualGateways: { interfaces: [ { name: A, ipv4: 192.0.2.1, hostname: a.example } ], ";
        return Stream.of(
                rule(one, "a b", "a-b", "virtualGateways.interfaces[0].name", "needs a name of letters"),
                rule(four, "2001:db8::1", "192.0.2.1", "virtualGateways.interfaces[0].ipv4", "An IPv4 address is"),
                rule(four, "0.0.0.0", "192.0.2.1", "virtualGateways.interfaces[0].ipv4", "Mail cannot be sent from"),
                rule(six, "192.0.2.1", "2001:db8::1", "virtualGateways.interfaces[0].ipv6", "An IPv6 address is"),
                rule(
                        with + "defaultInterface: '%s' }",
                        "B",
                        "A",
                        "virtualGateways.defaultInterface",
                        "There is no IP interface named 'B'."),
                rule(
                        with + "senders: [ { sender: '%s', outgoingInterface: A } ] }",
                        "nobody",
                        "@example.com",
                        "virtualGateways.senders[0].sender",
                        "A sender address, @ and"),
                rule(
                        with + "senders: [ { sender: a@b.example, outgoingInterface: '%s' } ] }",
                        "B",
                        "A",
                        "virtualGateways.senders[0].outgoingInterface",
                        "no IP interface named 'B'"),
                rule(
                        with + "}\nlisteners: [ { name: Out, outgoingInterface: '%s' } ]",
                        "B",
                        "A",
                        "listeners[0].outgoingInterface",
                        "no IP interface named 'B'"));
    }

    static Stream<Arguments> dns() {
        return Stream.of(
                rule(
                        "dns: { servers: [ { address: '%s' } ] }",
                        "192.0.2.256",
                        "192.0.2.255",
                        "dns.servers[0].address",
                        "An IPv4 or IPv6 address is expected, not '192.0.2.256'."),
                rule(
                        "dns: { servers: [ { address: '%s' } ] }",
                        "ns.example", "2001:db8::1", "dns.servers[0].address", "address is expected"),
                rule(
                        "dns: { servers: [ { address: 192.0.2.1, port: %s } ] }",
                        "0", "1", "dns.servers[0].port", "Port must be between 1 and 65,535; you entered 0."),
                rule(
                        "dns: { servers: [ { address: 192.0.2.1, port: %s } ] }",
                        "65536", "65535", "dns.servers[0].port", "you entered 65536"),
                rule(
                        "dns: { secondaryServers: [ { address: 192.0.2.1, priority: %s } ] }",
                        "-1", "0", "dns.secondaryServers[0].priority", "Priority must be between 0 and 65,535"),
                rule(
                        "dns: { servers: [ { address: 192.0.2.1, priority: %s } ] }",
                        "65536", "65535", "dns.servers[0].priority", "Priority must be between 0 and 65,535"),
                rule("dns: { timeout: %s }", "0s", "1s", "dns.timeout", "between 1 and 60 seconds"),
                rule("dns: { timeout: %s }", "61s", "60s", "dns.timeout", "between 1 and 60 seconds"),
                rule(
                        "dns: { servers: [ { address: '::1' }, { address: '%s' } ] }",
                        "0:0:0:0:0:0:0:1", "::2", "dns.servers[1].address", "is listed twice"),
                rule(
                        "dns: { servers: [ { address: '::1' }, { address: '0:0::1', port: %s } ] }",
                        "53", "54", "dns.servers[1].address", "is listed twice"),
                rule(
                        "dns: { servers: [ { address: 'fe80::1%%eth0' }, { address: 'FE80:0::1%%%s' } ] }",
                        "eth0", "eth1", "dns.servers[1].address", "is listed twice"),
                rule(
                        "dns: { servers: [ { address: 192.0.2.1 } ], secondaryServers: [ { address: '%s' } ] }",
                        "::ffff:192.0.2.1",
                        "192.0.2.2",
                        "dns.secondaryServers[0].address",
                        "is listed among the DNS servers too"),
                rule(
                        "dns: { alternateServers: [ { domain: a.example, address: '::1' },"
                                + " { domain: A.example, address: '%s' } ] }",
                        "0::1", "::2", "dns.alternateServers[1].address", "is listed twice for a.example"),
                rule(
                        "dns: { alternateServers: [ { domain: a.example, address: '::1' },"
                                + " { domain: %s, address: '::1' } ] }",
                        "a.example", "b.example", "dns.alternateServers[1].address", "is listed twice"),
                rule(
                        "dns: { alternateServers: [ { domain: a.example, address: '%s' } ] }",
                        "1.2.3", "1.2.3.4", "dns.alternateServers[0].address", "address is expected"),
                rule(
                        "dns: { alternateServers: [ { domain: a.example, address: 1.2.3.4, port: %s } ] }",
                        "70000", "5353", "dns.alternateServers[0].port", "Port must be"));
    }

    static Stream<Arguments> destinations() {
        String entry = "destinationControls: { destinations: [ { domain: a.example, %s } ] }";
        String at = "destinationControls.destinations[0].";
        return Stream.of(
                rule(
                        entry,
                        "concurrentConnections: 0",
                        "concurrentConnections: 1",
                        at + "concurrentConnections",
                        "Concurrent Connections must be between 1 and 1,000; you entered 0."),
                rule(
                        entry,
                        "concurrentConnections: 1001",
                        "concurrentConnections: 1000",
                        at + "concurrentConnections",
                        "you entered 1001"),
                rule(
                        entry,
                        "messagesPerConnection: 0",
                        "messagesPerConnection: 1",
                        at + "messagesPerConnection",
                        "Maximum Messages Per Connection must be"),
                rule(
                        entry,
                        "messagesPerConnection: 1001",
                        "messagesPerConnection: 1000",
                        at + "messagesPerConnection",
                        "you entered 1001"),
                rule(
                        entry,
                        "recipientLimit: { recipients: -1 }",
                        "recipientLimit: { recipients: 0 }",
                        at + "recipientLimit.recipients",
                        "Recipients must be"),
                rule(
                        entry,
                        "recipientLimit: { recipients: 1000000001 }",
                        "recipientLimit: { recipients: 1000000000 }",
                        at + "recipientLimit.recipients",
                        "Recipients must be"),
                rule(
                        entry,
                        "recipientLimit: { recipients: 1, minutes: 0 }",
                        "recipientLimit: { recipients: 1, minutes: 1 }",
                        at + "recipientLimit.minutes",
                        "Minutes must be"),
                rule(
                        entry,
                        "recipientLimit: { recipients: 1, minutes: 61 }",
                        "recipientLimit: { recipients: 1, minutes: 60 }",
                        at + "recipientLimit.minutes",
                        "Minutes must be"),
                rule(
                        entry,
                        "bounceProfile: Nowhere",
                        "bounceProfile: Default",
                        at + "bounceProfile",
                        "There is no bounce profile named 'Nowhere'."),
                rule(
                        entry,
                        "tls: NONE, dane: OPPORTUNISTIC",
                        "tls: PREFERRED, dane: OPPORTUNISTIC",
                        at + "dane",
                        "DANE Support needs TLS Support other than None"),
                rule(
                        entry,
                        "tls: NONE, dane: MANDATORY",
                        "tls: NONE, dane: NONE",
                        at + "dane",
                        "DANE Support needs TLS"),
                rule(
                        "destinationControls: { default: { tls: %s, dane: MANDATORY } }",
                        "NONE", "REQUIRED", "destinationControls.default.dane", "DANE Support needs TLS"),
                rule(
                        "destinationControls: { default: { concurrentConnections: %s } }",
                        "0",
                        "1000",
                        "destinationControls.default.concurrentConnections",
                        "Concurrent Connections must be"),
                rule(
                        "destinationControls: { default: { bounceProfile: %s } }",
                        "Nowhere",
                        "Default",
                        "destinationControls.default.bounceProfile",
                        "There is no bounce profile"),
                rule(
                        "destinationControls: { destinations: [ { domain: a.example }, { domain: %s } ] }",
                        "A.example",
                        ".a.example",
                        "destinationControls.destinations[1].domain",
                        "There is another entry for a.example."));
    }

    static Stream<Arguments> routes() {
        String one = "smtpRoutes: [ { domain: a.example, hosts: [ { host: %s } ] } ]";
        String host = "smtpRoutes[0].hosts[0].";
        String two = "smtpRoutes: [ { domain: a.example, hosts: [ { host: h.example }, { host: %s } ] } ]";
        String trap = "destinationControls: { default: { dane: %s } }\n"
                + "smtpRoutes: [ { domain: a.example, hosts: [ { host: h.example } ] } ]";
        String all = "destinationControls: { destinations: [ { domain: a.example, dane: OPPORTUNISTIC } ] }\n"
                + "smtpRoutes: [ { domain: ALL, hosts: [ { host: %s } ] } ]";
        return Stream.of(
                rule(two, "USEDNS", "i.example", "smtpRoutes[0].hosts", "USEDNS must be the only host"),
                rule(two, "/dev/null", "i.example", "smtpRoutes[0].hosts", "/dev/null must be the only host"),
                rule(
                        "smtpRoutes: [ { domain: a.example, hosts: [ { host: h } ] },"
                                + " { domain: %s, hosts: [ { host: h } ] } ]",
                        "A.EXAMPLE", ".a.example", "smtpRoutes[1].domain", "There is another route for a.example"),
                rule(
                        "smtpRoutes: [ { domain: ALL, hosts: [ { host: h } ] }, { domain: %s, hosts: [ { host: h } ] } ]",
                        "ALL", "all.example", "smtpRoutes[1].domain", "There is another route for ALL"),
                rule(
                        "smtpRoutes: [ { domain: a.example, hosts: [ %s ] } ]",
                        "", "{ host: USEDNS }", "smtpRoutes[0].hosts", "at least one destination host"),
                rule(one, "'h_ost-.example!'", "h_ost.example", host + "host", "A host name, an address, USEDNS or"),
                rule(one, "'[h_ost-.example!]'", "'[h.example]'", host + "host", "A host name, an address, USEDNS or"),
                rule(one, "a..b", "a.b", host + "host", "A host name, an address, USEDNS or"),
                rule(one, "127.0.0.1, port: 2525", "127.0.0.1, port: 2526", host + "host", "is the listener"),
                rule(one, "192.0.2.300", "192.0.2.30", host + "host", "not '192.0.2.300'"),
                rule(one, "h.example, port: 0", "h.example, port: 1", host + "port", "Port must be"),
                rule(one, "h.example, port: 65536", "h.example, port: 65535", host + "port", "Port must be"),
                rule(one, "h.example, priority: -1", "h.example, priority: 0", host + "priority", "Priority must be"),
                rule(
                        one,
                        "h.example, priority: 65536",
                        "h.example, priority: 65535",
                        host + "priority",
                        "Priority must be"),
                rule(trap, "OPPORTUNISTIC", "NONE", "smtpRoutes[0].domain", "its SMTP route does not use USEDNS"),
                rule(
                        all,
                        "h.example",
                        "USEDNS",
                        "destinationControls.destinations[0].dane",
                        "DANE Support of a.example is"));
    }

    static Stream<Arguments> bounces() {
        String one = "bounceProfiles: [ { name: Default, %s } ]";
        String at = "bounceProfiles[0].";
        return Stream.of(
                rule(
                        "bounceProfiles: [ { name: Default }, { name: %s } ]",
                        "Default", "Slow", "bounceProfiles[1].name", "Each bounce profile needs a name of its own."),
                rule("bounceProfiles: [ { name: '%s' } ]", " ", "a", at + "name", "needs a name"),
                rule(one, "maxRetries: -1", "maxRetries: 0", at + "maxRetries", "Maximum Number of Retries must be"),
                rule(one, "maxRetries: 10001", "maxRetries: 10000", at + "maxRetries", "must be"),
                rule(
                        one,
                        "maxTimeInQueue: 3000001s",
                        "maxTimeInQueue: 3000000s",
                        at + "maxTimeInQueue",
                        "Maximum Time in Queue must be between 0 and 3,000,000 seconds"),
                rule(
                        one,
                        "initialRetry: 2h, maxRetryInterval: 1h",
                        "initialRetry: 1h, maxRetryInterval: 1h",
                        at + "initialRetry",
                        "longer than the maximum time to wait"),
                rule(one, "initialRetry: 0s", "initialRetry: 1s", at + "initialRetry", "Initial Time to Wait"),
                rule(
                        one,
                        "initialRetry: 86401s",
                        "initialRetry: 1d, maxRetryInterval: 1d",
                        at + "initialRetry",
                        "Initial Time to Wait"),
                rule(
                        one,
                        "maxRetryInterval: 0s",
                        "initialRetry: 1s, maxRetryInterval: 1s",
                        at + "maxRetryInterval",
                        "Maximum Time to Wait"),
                rule(
                        one,
                        "maxRetryInterval: 86401s",
                        "maxRetryInterval: 1d",
                        at + "maxRetryInterval",
                        "Maximum Time to Wait"),
                rule(
                        one,
                        "delayWarningAfter: 0s",
                        "delayWarningAfter: 1s",
                        at + "delayWarningAfter",
                        "Delay warning interval"),
                rule(
                        one,
                        "delayWarningAfter: 3000001s",
                        "delayWarningAfter: 3000000s",
                        at + "delayWarningAfter",
                        "Delay warning interval"),
                rule(one, "delayWarningCount: -1", "delayWarningCount: 0", at + "delayWarningCount", "Delay warnings"),
                rule(
                        one,
                        "delayWarningCount: 1001",
                        "delayWarningCount: 1000",
                        at + "delayWarningCount",
                        "Delay warnings"));
    }

    static Stream<Arguments> listeners() {
        String one = "listeners: [ { name: A, port: 25, %s } ]";
        String two = "listeners: [ { name: A, address: '0.0.0.0', port: 25 }, { name: B, %s } ]";
        String loop = "listeners: [ { name: A, address: '::1', port: 25 }, { name: B, port: 25, address: '%s' } ]";
        String groups = "listeners: [ { name: A, senderGroups: [ { name: G, senders: [ 192.0.2.1 ], policy: RELAYED },"
                + " %s ] } ]";
        String last = "listeners: [ { name: A, senderGroups: [ { name: G, senders: [ %s ], policy: BLOCKED },"
                + " { name: H, senders: [ ALL ], policy: BLOCKED } ] } ]";
        return Stream.of(
                rule(
                        "listeners: [ { name: A, port: 25 }, { name: %s, port: 26 } ]",
                        "A", "B", "listeners[1].name", "Each listener needs a name of its own."),
                rule("listeners: [ { name: '%s' } ]", " ", "A", "listeners[0].name", "needs a name"),
                rule(one, "address: localhost", "address: '::1'", "listeners[0].address", "address is expected"),
                rule("listeners: [ { name: A, port: %s } ]", "65536", "65535", "listeners[0].port", "Port must be"),
                rule("listeners: [ { name: A, port: %s } ]", "-1", "0", "listeners[0].port", "Port must be"),
                rule(
                        two,
                        "address: 127.0.0.1, port: 25",
                        "address: 127.0.0.1, port: 26",
                        "listeners[1].port",
                        "Another listener has 0.0.0.0 port 25 already"),
                rule(
                        two,
                        "address: '::1', port: 25",
                        "address: '::1', port: 26",
                        "listeners[1].port",
                        "Another listener has 0.0.0.0 port 25 already"),
                rule(loop, "0:0:0:0:0:0:0:1", "127.0.0.1", "listeners[1].port", "Another listener has ::1 port 25"),
                rule(loop, "::", "::2", "listeners[1].port", "choose another port"),
                rule(
                        "listeners: [ { name: A, port: %1$s }, { name: B, port: %1$s } ]",
                        "25", "0", "listeners[1].port", "Another listener"),
                rule(one, "maxRecipients: 0", "maxRecipients: 1", "listeners[0].maxRecipients", "Maximum recipients"),
                rule(
                        one,
                        "maxRecipients: 100001",
                        "maxRecipients: 100000",
                        "listeners[0].maxRecipients",
                        "Maximum recipients"),
                rule(
                        one,
                        "maxMessageSize: 1023",
                        "maxMessageSize: 1kB",
                        "listeners[0].maxMessageSize",
                        "maximum message"),
                rule(
                        one,
                        "maxMessageSize: 1073741825",
                        "maxMessageSize: 1GB",
                        "listeners[0].maxMessageSize",
                        "maximum message"),
                rule(
                        groups,
                        "{ name: G, senders: [ ALL ], policy: RELAYED }",
                        "{ name: g, senders: [ ALL ], policy: RELAYED }",
                        "listeners[0].senderGroups[1].name",
                        "Each sender group of a listener needs a name of its own."),
                rule(
                        groups,
                        "{ name: ' ', senders: [ ALL ], policy: RELAYED }",
                        "{ name: H, senders: [ ALL ], policy: RELAYED }",
                        "listeners[0].senderGroups[1].name",
                        "Each sender group"),
                rule(
                        groups,
                        "{ name: H, senders: [ 192.0.2.0/24 ], policy: RELAYED }",
                        "{ name: H, senders: [ ALL ], policy: RELAYED }",
                        "listeners[0].senderGroups",
                        "No sender group covers ALL"),
                rule(
                        groups,
                        "{ name: H, senders: [ ALL ], policy: X }",
                        "{ name: H, senders: [ ALL ], policy: RELAYED }",
                        "listeners[0].senderGroups[1].policy",
                        "There is no mail flow policy named 'X'."),
                rule(last, "ALL", "192.0.2.1", "listeners[0].senderGroups[1].name", "never reached"),
                rule(
                        last,
                        "192.0.2.0/33",
                        "192.0.2.0/32",
                        "listeners[0].senderGroups[0].senders[0]",
                        "An address, a CIDR block or ALL is expected"),
                rule(last, "all", "'2001:db8::/128'", "listeners[0].senderGroups[0].senders[0]", "not 'all'"));
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                rule(
                        "mailFlowPolicies: [ { name: RELAYED, behavior: RELAY }, { name: BLOCKED, behavior: REJECT },"
                                + " { name: %s, behavior: ACCEPT } ]",
                        "BLOCKED",
                        "ACCEPTED",
                        "mailFlowPolicies[2].name",
                        "Each mail flow policy needs a name of its own."),
                rule(
                        "mailFlowPolicies: [ { name: RELAYED, behavior: RELAY }, { name: BLOCKED, behavior: REJECT },"
                                + " { name: '%s', behavior: ACCEPT } ]",
                        " ", "A", "mailFlowPolicies[2].name", "needs a name"),
                rule(
                        "recipientAccess: [ { domain: a.example }, { domain: %s } ]",
                        "A.example",
                        ".a.example",
                        "recipientAccess[1].domain",
                        "There is another entry for a.example."),
                rule(
                        "logSubscriptions: [ { name: mail_logs }, { name: %s } ]",
                        "mail_logs", "mail_logs2", "logSubscriptions[1].name", "There is another log subscription"),
                rule(
                        "logSubscriptions: [ { name: '%s' } ]",
                        "../escape", "e.s-c_ape", "logSubscriptions[0].name", "of letters, digits"),
                rule(
                        "logSubscriptions: [ { name: a, maxFiles: %s } ]",
                        "0", "1", "logSubscriptions[0].maxFiles", "Maximum files must be"),
                rule(
                        "logSubscriptions: [ { name: a, maxFiles: %s } ]",
                        "1001", "1000", "logSubscriptions[0].maxFiles", "Maximum files must be"),
                rule(
                        "logSubscriptions: [ { name: a, rolloverSize: %s } ]",
                        "1023", "1kB", "logSubscriptions[0].rolloverSize", "at least 1 kB"),
                rule(
                        "logSubscriptions: [ { name: a, retrieval: SYSLOG, syslogHost: '%s' } ]",
                        "no host", "localhost", "logSubscriptions[0].syslogHost", "needs the name or address"),
                rule(
                        "logSubscriptions: [ { name: a, retrieval: %s } ]",
                        "SYSLOG", "FILES", "logSubscriptions[0].syslogHost", "needs the name or address"),
                rule(
                        "logSubscriptions: [ { name: a, syslogHost: localhost, syslogPort: %s } ]",
                        "0", "1", "logSubscriptions[0].syslogPort", "Port of the collector must be"),
                rule(
                        "logSubscriptions: [ { name: a, syslogHost: localhost, syslogMaxSize: %s } ]",
                        "479", "480", "logSubscriptions[0].syslogMaxSize", "Maximum message size must be"),
                rule(
                        "logSubscriptions: [ { name: a, type: CONSOLIDATED, eventVendor: '%s' } ]",
                        " ", "Cisco", "logSubscriptions[0].eventVendor", "1 to 64 characters"));
    }

    @Test
    void syslog_without_encryption_to_another_host_is_advised_against() {
        String push = "logSubscriptions: [ { name: a, retrieval: SYSLOG, syslogHost: %s, syslogProtocol: %s } ]";
        assertThat(PolicyFile.read(push.formatted("siem.example.com", "TCP")).advice())
                .anyMatch(advice -> advice.field().equals("logSubscriptions[0].syslogProtocol"));
        for (String quiet : List.of(push.formatted("siem.example.com", "TLS"), push.formatted("127.0.0.1", "UDP"))) {
            assertThat(PolicyFile.read(quiet).advice())
                    .noneMatch(advice -> advice.field().startsWith("logSubscriptions"));
        }
    }

    @Test
    void the_factory_policy_has_neither_faults_nor_advice() {
        assertThat(PolicyValidation.validate(Policy.defaults())).isEmpty();
    }

    @Test
    void a_listener_without_a_group_for_all_is_advice_and_no_fault() {
        PolicyFile.Reading reading = PolicyFile.read("listeners: [ { name: A, senderGroups: [] } ]");

        assertThat(reading.faults()).isEmpty();
        assertThat(reading.advice()).extracting(Fault::field).containsExactly("listeners[0].senderGroups");
    }

    private static Arguments rule(String file, String faulty, String sound, String path, String text) {
        return Arguments.of(file.formatted(faulty), file.formatted(sound), path, text);
    }

    private static List<Found> found(String file) {
        PolicyFile.Reading reading = PolicyFile.read(file);
        return Stream.concat(
                        reading.faults().stream().map(f -> new Found(f.field(), f.message())),
                        reading.advice().stream().map(v -> new Found(v.field(), v.message())))
                .toList();
    }

    @Test
    void an_internal_domain_with_a_route_and_dane_by_default_is_warned_of() {
        String policy = """
                destinationControls: { default: { tls: PREFERRED, dane: %s } }
                smtpRoutes: [ { domain: corp.example, hosts: [ { host: inside.example } ] } ]
                recipientAccess: [ { domain: corp.example, action: ACCEPT }, { domain: other.example, action: ACCEPT } ]
                """;
        assertThat(PolicyFile.read(policy.formatted("OPPORTUNISTIC")).advice())
                .filteredOn(v -> v.field().startsWith("recipientAccess"))
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("corp.example is a domain of your own"));
        assertThat(PolicyFile.read(policy.formatted("NONE")).advice())
                .noneMatch(v -> v.field().startsWith("recipientAccess"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.example.org",
                "*",
                "a.*.example",
                "ALL",
                "all",
                "Default",
                "USEDNS",
                "-bad.example",
                "bad-.example",
                "192.0.2.1",
                "192.0.2.1.",
                "example.123",
                ".192.0.2.1",
                ".-bad.example"
            })
    void an_entry_that_can_never_apply_is_a_fault(String domain) {
        assertThat(found("destinationControls: { destinations: [ { domain: '" + domain + "' } ] }"))
                .extracting(Found::path)
                .contains("destinationControls.destinations[0].domain");
        assertThat(found("recipientAccess: [ { domain: '" + domain + "', action: ACCEPT } ]"))
                .extracting(Found::path)
                .contains("recipientAccess[0].domain");
        assertThat(found("dns: { alternateServers: [ { domain: '" + domain.replaceFirst("^\\.", "")
                        + "', address: 192.0.2.53 } ] }"))
                .extracting(Found::path)
                .contains("dns.alternateServers[0].domain");
        if (!domain.equals("ALL")) {
            assertThat(found("smtpRoutes: [ { domain: '" + domain + "', hosts: [ { host: mx.example } ] } ]"))
                    .extracting(Found::path)
                    .contains("smtpRoutes[0].domain");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "example.org.",
                ".example.org",
                "a_b.example",
                "1.example",
                "all.example",
                "default.example",
                "localhost",
                "faß.example",
                "xn--fa-hia.example",
                "192.0.2.1.example"
            })
    void an_entry_that_can_apply_is_none(String domain) {
        assertThat(found("destinationControls: { destinations: [ { domain: '" + domain + "' } ] }"))
                .isEmpty();
    }

    @Test
    void a_final_dot_is_taken_off_everywhere() {
        Policy policy = PolicyFile.readUnchecked("""
                destinationControls: { destinations: [ { domain: 'example.org.' } ] }
                smtpRoutes: [ { domain: 'example.net.', hosts: [ { host: 'Relay.example.' }, { host: 'faß.example' } ] } ]
                """);
        assertThat(policy.destinationControls().entries().getFirst().pattern()).hasToString("example.org");
        assertThat(policy.smtpRoutes().getFirst().hosts())
                .containsExactly(
                        new SmtpRoute.Host.Relay("relay.example", 25, 0),
                        new SmtpRoute.Host.Relay("xn--fa-hia.example", 25, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0/0, RELAYED, true",
        "192.0.2.1, ::/0, RELAYED, true",
        "0.0.0.0, ALL, RELAYED, true",
        "0.0.0.0, 0.0.0.0/1, RELAYED, true",
        "0.0.0.0, 10.0.0.0/8, RELAYED, false",
        "0.0.0.0, 2001:db8::/32, RELAYED, false",
        "0.0.0.0, ALL, BLOCKED, false",
        "0.0.0.0, ALL, ACCEPTED, false",
        "127.0.0.1, ALL, RELAYED, false",
        "'::1', 0.0.0.0/0, RELAYED, false"
    })
    void an_open_relay_is_advice_to_be_acknowledged(String address, String sender, String policy, boolean open) {
        Policy read = PolicyFile.readUnchecked(("listeners: [ { name: In, address: '%s', senderGroups: [ { name: A,"
                        + " senders: [ '%s' ], policy: %s }, { name: ALL, senders: [ ALL ], policy: BLOCKED } ] } ]")
                .formatted(address, sender, policy));

        assertThat(PolicyValidation.validate(read).stream().anyMatch(Fault::isGrave))
                .isEqualTo(open);
    }

    @Test
    void what_relays_for_everybody_below_all_is_never_reached() {
        Policy read = PolicyFile.readUnchecked("listeners: [ { name: In, address: 0.0.0.0, senderGroups: [ { name: ALL,"
                + " senders: [ ALL ], policy: BLOCKED }, { name: A, senders: [ 0.0.0.0/0 ], policy: RELAYED } ] } ]");

        assertThat(PolicyValidation.validate(read)).noneMatch(Fault::isGrave);
    }
}
