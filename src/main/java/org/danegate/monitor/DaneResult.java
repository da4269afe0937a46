package org.danegate.monitor;

import java.util.Objects;
import java.util.stream.Stream;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dns.answer.SecurityStatus;

/// The result of DANE in the last attempt at a destination.
public enum DaneResult {
    SUCCESS("Success"),
    FAIL("Fail"),
    FALLBACK("Fallback"),
    NOT_ASKED("Not asked"),
    /// DANE applies, but no host could be reached, or each ended the conversation before TLS.
    NOT_REACHED("Not reached"),
    /// A lookup failed (timeout, SERVFAIL, REFUSED), so nothing could be decided; the mail waits.
    WAITING_FOR_DNS("Waiting for DNS");

    private final String label;

    DaneResult(String label) {
        this.label = label;
    }

    /// The word shown.
    public String label() {
        return label;
    }

    /// Reads the result from an attempt's evidence.
    public static DaneResult of(Evidence evidence) {
        return switch (evidence.action()) {
            case DANE_SUCCESS -> SUCCESS;
            case FALLBACK_TLS -> FALLBACK;
            case NOT_ASKED -> NOT_ASKED;
            case NOT_REACHED -> NOT_REACHED;
            case DANE_FAIL -> lookupFailed(evidence) && !certificateRefused(evidence) ? WAITING_FOR_DNS : FAIL;
        };
    }

    private static boolean lookupFailed(Evidence evidence) {
        if (evidence.domain() != null && evidence.domain().mxStatus() == SecurityStatus.FAILED) {
            return true;
        }
        return evidence.hosts().stream()
                .map(Evidence.HostResult::dns)
                .filter(Objects::nonNull)
                .flatMap(dns -> Stream.concat(
                        Stream.of(dns.ipv4(), dns.ipv6(), dns.alias()),
                        dns.tlsa().stream().map(lookup -> lookup.answer())))
                .filter(Objects::nonNull)
                .anyMatch(answer -> answer.status() == SecurityStatus.FAILED);
    }

    private static boolean certificateRefused(Evidence evidence) {
        return evidence.hosts().stream()
                .flatMap(host -> host.addresses().stream())
                .anyMatch(address -> address.verdict() instanceof DaneVerdict.Failed);
    }
}
