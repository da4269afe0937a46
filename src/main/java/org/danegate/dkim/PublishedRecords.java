package org.danegate.dkim;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;

/// Looks at the records of keys in DNS, and remembers what it saw last.
final class PublishedRecords {

    private final DnsLookup dns;
    private final InstantSource clock;
    private final Map<Place, Published> seen = new ConcurrentHashMap<>();

    private record Place(DomainName owner, String fingerprint) {}

    PublishedRecords(DnsLookup dns, InstantSource clock) {
        this.dns = dns;
        this.clock = clock;
    }

    /// Looks now, past all caches of this gateway.
    Published look(DomainName owner, SigningKey key) {
        Published now = Published.of(dns.freshTxt(owner), key, clock.instant());
        seen.put(new Place(owner, key.fingerprint()), now);
        return now;
    }

    /// What was seen last since the start; empty when nobody looked.
    Optional<Published> last(DomainName owner, SigningKey key) {
        return Optional.ofNullable(seen.get(new Place(owner, key.fingerprint())));
    }
}
