package org.danegate.dialing;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.IpAddressPreference;
import org.jspecify.annotations.Nullable;

/// Selects which addresses of a host are dialled, and in which order.
public final class DialOrder {

    /// The most addresses of one family of a host that one attempt tries.
    public static final int ADDRESSES_PER_FAMILY = 5;

    private DialOrder() {}

    /// Addresses of the families that validated as well as the host itself, starting with the preferred family and
    /// alternating (D-47), so that dead addresses of one family never keep mail from the other. Includes those
    /// beyond {@link #ADDRESSES_PER_FAMILY}.
    public static List<InetAddress> of(HostEvidence host, IpAddressPreference preference) {
        SecurityStatus best = DaneDecision.addressStatus(host);
        boolean aliasMakesSecure = host.alias() != null && best == SecurityStatus.SECURE;
        List<InetAddress> v4 = addresses(host.ipv4(), best, aliasMakesSecure);
        List<InetAddress> v6 = addresses(host.ipv6(), best, aliasMakesSecure);
        boolean v4First = preference == IpAddressPreference.PREFER_V4 || preference == IpAddressPreference.REQUIRE_V4;
        return v4First ? inTurn(v4, v6) : inTurn(v6, v4);
    }

    /// The addresses that one attempt dials: {@link #ADDRESSES_PER_FAMILY} of each family, families alternating.
    ///
    /// @param all in the order of {@link #of}
    /// @param tried addresses that earlier attempts dialled in vain; they come after the others
    public static List<InetAddress> forAttempt(List<InetAddress> all, Collection<InetAddress> tried) {
        boolean v4First = !all.isEmpty() && all.getFirst() instanceof Inet4Address;
        List<InetAddress> first = portion(all, v4First, tried);
        List<InetAddress> second = portion(all, !v4First, tried);
        return inTurn(first, second);
    }

    private static List<InetAddress> portion(List<InetAddress> all, boolean ipv4, Collection<InetAddress> tried) {
        List<InetAddress> family =
                all.stream().filter(a -> a instanceof Inet4Address == ipv4).toList();
        return Stream.concat(
                        family.stream().filter(a -> !tried.contains(a)),
                        family.stream().filter(tried::contains))
                .limit(ADDRESSES_PER_FAMILY)
                .toList();
    }

    private static List<InetAddress> inTurn(List<InetAddress> first, List<InetAddress> second) {
        List<InetAddress> ordered = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) {
                ordered.add(first.get(i));
            }
            if (i < second.size()) {
                ordered.add(second.get(i));
            }
        }
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
