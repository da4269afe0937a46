package org.danegate.policy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;
import org.danegate.policy.LogSubscription.Retrieval;
import org.danegate.policy.SyslogPush.Protocol;
import org.danegate.wording.Wording;

/// Checks where a log subscription sends its lines, and how it writes consolidated events.
final class CollectorRules {

    private static final int MOST_IN_HEADER = 64;

    private CollectorRules() {}

    /// @param field path of the subscription
    static void check(String field, LogSubscription log, Findings findings) {
        SyslogPush push = log.syslog();
        boolean none = log.retrieval() == Retrieval.FILES && push.host().isEmpty();
        if (!none && !isHost(push.host())) {
            findings.error(field + ".syslogHost", Wording.of("policy.log.host", push.host()));
        }
        findings.range(field + ".syslogPort", push.port(), 1, 65_535);
        findings.range(field + ".syslogMaxSize", push.maxSize(), SyslogPush.LEAST_SIZE, SyslogPush.MOST_SIZE);
        if (!push.trusted().isBlank() && !holdsCertificates(push.trusted())) {
            findings.error(field + ".syslogTrusted", Wording.of("policy.log.trusted"));
        }
        header(field + ".eventVendor", log.events().vendor(), findings);
        header(field + ".eventProduct", log.events().product(), findings);
        if (log.pushes() && push.protocol() != Protocol.TLS && isHost(push.host()) && !isHere(push.host())) {
            findings.advice(field + ".syslogProtocol", Wording.of("policy.log.open", log.name(), push.host()));
        }
    }

    private static boolean isHost(String host) {
        if (NetworkAddress.isAddress(host)) {
            return !NetworkAddress.isWildcard(host);
        }
        try {
            DomainName.parse(host);
            return true;
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || NetworkAddress.isAddress(host) && NetworkAddress.isLoopback(host);
    }

    private static boolean holdsCertificates(String pem) {
        try {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .isEmpty();
        } catch (CertificateException unreadable) {
            return false;
        }
    }

    private static void header(String field, String text, Findings findings) {
        if (text.isBlank() || text.length() > MOST_IN_HEADER || !OutsideText.isHarmless(text)) {
            findings.error(field, Wording.of("policy.log.header", MOST_IN_HEADER));
        }
    }
}
