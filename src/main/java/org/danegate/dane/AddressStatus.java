package org.danegate.dane;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.jspecify.annotations.Nullable;

/// The status for the A column of one host, with the sentence that explains it.
record AddressStatus(SecurityStatus status, String reason) {

    /// From best to worst: data first, then failures to get data, denial last.
    private static final List<SecurityStatus> ORDER = List.of(
            SecurityStatus.SECURE,
            SecurityStatus.INSECURE,
            SecurityStatus.BOGUS,
            SecurityStatus.FAILED,
            SecurityStatus.NODATA,
            SecurityStatus.NXDOMAIN);

    static AddressStatus of(HostEvidence host) {
        AddressStatus best = ORDER.stream()
                .map(status -> withStatus(status, host.ipv4(), host.ipv6()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(new AddressStatus(SecurityStatus.NODATA, "no address family was asked"));
        boolean secureAlias = host.alias() instanceof Answer.Found<?> found && found.secure();
        if (best.status() == SecurityStatus.INSECURE && secureAlias) {
            return new AddressStatus(SecurityStatus.SECURE, "the host is a SECURE alias into an unsigned zone");
        }
        return best;
    }

    private static @Nullable AddressStatus withStatus(
            SecurityStatus status, @Nullable Answer<InetAddress> ipv4, @Nullable Answer<InetAddress> ipv6) {
        return Stream.of(ipv4, ipv6)
                .filter(a -> a != null && a.status() == status)
                .map(a -> new AddressStatus(
                        status, Objects.requireNonNull(a).provenance().reason()))
                .findFirst()
                .orElse(null);
    }
}
