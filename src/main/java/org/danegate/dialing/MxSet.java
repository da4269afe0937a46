package org.danegate.dialing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.dialing.Route.LeftOut;
import org.danegate.dialing.Route.MxHost;
import org.danegate.dns.answer.MxRecord;

/// MX records sorted into hosts to try and records that are left out, each host judged separately.
///
/// @param hosts by preference, equal ones shuffled (RFC 5321 5.1)
/// @param leftOut by preference
/// @param ownPreference the best preference under which this gateway itself is listed
record MxSet(List<MxHost> hosts, List<LeftOut> leftOut, OptionalInt ownPreference) {

    MxSet {
        hosts = List.copyOf(hosts);
        leftOut = List.copyOf(leftOut);
    }

    /// @param self this host's own name: hosts of equal or worse preference than it are left out
    static MxSet of(List<MxRecord> records, DomainName self) {
        OptionalInt own = records.stream()
                .filter(mx -> self.equals(mx.exchange()))
                .mapToInt(MxRecord::preference)
                .min();
        List<MxHost> hosts = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (MxRecord mx : records) {
            why(mx, self, own)
                    .ifPresentOrElse(
                            why -> leftOut.add(new LeftOut(mx.target(), mx.preference(), why)),
                            () -> hosts.add(new MxHost(Objects.requireNonNull(mx.exchange()), mx.preference())));
        }
        Collections.shuffle(hosts);
        hosts.sort(Comparator.comparingInt(MxHost::preference));
        leftOut.sort(Comparator.comparingInt(LeftOut::preference));
        return new MxSet(hosts, leftOut, own);
    }

    private static Optional<String> why(MxRecord mx, DomainName self, OptionalInt own) {
        Optional<String> unusable = UnusableHost.why(mx);
        if (unusable.isPresent()) {
            return unusable;
        }
        if (self.equals(mx.exchange())) {
            return Optional.of("is this gateway");
        }
        return own.isPresent() && mx.preference() >= own.getAsInt()
                ? Optional.of("comes no sooner than this gateway")
                : Optional.empty();
    }

    /// Every record left out with its reason, as one text.
    String reasons() {
        return leftOut.stream().map(LeftOut::text).distinct().collect(Collectors.joining("; "));
    }
}
