package org.danegate.practice;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The policy file of the practice network.
final class PracticePolicy {
    /// Destinations with DANE Mandatory; all other practice domains are Opportunistic.
    static final List<String> MANDATORY = List.of(
            "ok.practice",
            "ta.practice",
            "hashed.practice",
            "wrong-certificate.practice",
            "no-tlsa.practice",
            "insecure-mx.practice",
            "expired.practice",
            "slow.practice",
            "two-hosts.practice",
            "second-matches.practice",
            "dead.practice");

    private PracticePolicy() {}

    static String yaml(InetSocketAddress resolver, Path trustAnchorFile) {
        String destinations = MANDATORY.stream()
                .map(domain -> "    - { domain: %s, tls: REQUIRED, dane: MANDATORY }\n".formatted(domain))
                .collect(Collectors.joining());
        return """
                # Policy of the practice network; written anew at every start of the demo profile.
                dns:
                  servers:
                    - { address: %s, port: %d, priority: 0 }
                  trustAnchorFile: "%s"

                destinationControls:
                  default:
                    bounceProfile: Practice
                  destinations:
                %s    - { domain: .practice, tls: PREFERRED, dane: OPPORTUNISTIC, mtaSts: OPPORTUNISTIC }

                bounceProfiles:
                  - name: Default
                  - name: Practice
                    maxRetries: 100
                    maxTimeInQueue: 1800s
                    initialRetry: 20s
                    maxRetryInterval: 120s
                    sendHardBounces: true

                tlsReports: { mode: COUNT }
                """.formatted(
                        resolver.getAddress().getHostAddress(),
                        resolver.getPort(),
                        escaped(trustAnchorFile.toAbsolutePath().normalize().toString()),
                        destinations);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
