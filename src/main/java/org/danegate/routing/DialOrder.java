package org.danegate.routing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.IpAddressPreference;
import org.jspecify.annotations.Nullable;

/// Which addresses of a host are dialled, and in which order.
public final class DialOrder {

    /// Addresses of one host that are tried in one attempt.
    public static final int ADDRESSES_PER_HOST = 5;

    private DialOrder() {}

    /// Addresses of families that validated as well as the host does, in the order of preference (D-47); all of
    /// them, also those beyond {@link #ADDRESSES_PER_HOST}.
    public static List<InetAddress> of(HostEvidence host, IpAddressPreference preference) {
        SecurityStatus best = DaneDecision.addressStatus(host);
        boolean aliasMakesSecure = host.alias() != null && best == SecurityStatus.SECURE;
        List<InetAddress> v4 = addresses(host.ipv4(), best, aliasMakesSecure);
        List<InetAddress> v6 = addresses(host.ipv6(), best, aliasMakesSecure);
        boolean v4First = preference == IpAddressPreference.PREFER_V4 || preference == IpAddressPreference.REQUIRE_V4;
        List<InetAddress> ordered = new ArrayList<>(v4First ? v4 : v6);
        ordered.addAll(v4First ? v6 : v4);
        return ordered;
    }

    private static List<InetAddress> addresses(
            @Nullable Answer<InetAddress> answer, SecurityStatus best, boolean anyFound) {
        return Stream.ofNullable(answer)
                .filter(Answer.Found.class::isInstance)
                .filter(a -> anyFound || a.status() == best)
                .map(a -> (Answer.Found<InetAddress>) a)
                .flatMap(f -> f.records().stream())
                .filter(Objects::nonNull)
                .toList();
    }
}
