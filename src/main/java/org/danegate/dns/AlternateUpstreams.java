package org.danegate.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.xbill.DNS.Name;

/// The alternate servers: those that are queried for one domain and the names below it, instead of all others.
final class AlternateUpstreams {

    private final Map<DomainName, List<Upstream>> byDomain = new TreeMap<>(Collections.reverseOrder());

    void add(DomainName domain, Upstream server) {
        byDomain.computeIfAbsent(domain, d -> new ArrayList<>()).add(server);
    }

    Stream<Upstream> all() {
        return byDomain.values().stream().flatMap(List::stream);
    }

    /// The servers of the longest domain that a name is in; empty when there is none.
    List<Upstream> of(Name name) {
        String text = name.toString(true).toLowerCase(Locale.ROOT);
        return byDomain.entrySet().stream()
                .filter(e -> text.equals(e.getKey().ascii())
                        || text.endsWith("." + e.getKey().ascii()))
                .max(Comparator.comparingInt(e -> e.getKey().ascii().length()))
                .map(Map.Entry::getValue)
                .orElse(List.of());
    }
}
