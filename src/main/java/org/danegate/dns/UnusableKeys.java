package org.danegate.dns;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// Keys that are in a zone's set but may not sign its data: revoked ones (RFC 5011 section 2.1), those that are not
/// zone keys (RFC 4034 section 2.1.1), those of another protocol (section 2.1.2) and those whose size their algorithm
/// does not allow ([SignatureForm]). The validator's library checks none of this, so their signatures are withheld from
/// it. Thread-safe.
final class UnusableKeys {

    private static final int REVOKED = 0x0080;
    private static final int ZONE_KEY = 0x0100;

    private record KeyId(int algorithm, int tag) {}

    private final Map<Name, Set<KeyId>> byZone = new ConcurrentHashMap<>();

    /// Learns from a set of keys. When a good key has the same tag, the signatures cannot be distinguished, and
    /// they count.
    void learn(Name zone, Message answer) {
        List<DNSKEYRecord> keys = answer.getSection(Section.ANSWER).stream()
                .filter(r -> r instanceof DNSKEYRecord && r.getName().equals(zone))
                .map(DNSKEYRecord.class::cast)
                .toList();
        Set<KeyId> good = ids(keys.stream().filter(UnusableKeys::maySign));
        Set<KeyId> bad = ids(keys.stream().filter(key -> !maySign(key)));
        bad.removeAll(good);
        if (bad.isEmpty()) {
            byZone.remove(zone);
        } else {
            byZone.put(zone, bad);
        }
    }

    private static Set<KeyId> ids(Stream<DNSKEYRecord> keys) {
        return keys.map(key -> new KeyId(key.getAlgorithm(), key.getFootprint()))
                .collect(Collectors.toSet());
    }

    private static boolean maySign(DNSKEYRecord key) {
        return (key.getFlags() & REVOKED) == 0
                && (key.getFlags() & ZONE_KEY) != 0
                && key.getProtocol() == DNSKEYRecord.Protocol.DNSSEC
                && SignatureForm.isSound(key);
    }

    /// True when one of these keys signed something in the message.
    boolean signed(Message message) {
        return !byZone.isEmpty()
                && Stream.of(Section.ANSWER, Section.AUTHORITY)
                        .flatMap(section -> message.getSection(section).stream())
                        .anyMatch(this::isTheirs);
    }

    /// Removes their signatures from a message.
    void removeFrom(Message message) {
        if (byZone.isEmpty()) {
            return;
        }
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : List.copyOf(message.getSection(section))) {
                if (isTheirs(record)) {
                    message.removeRecord(record, section);
                }
            }
        }
    }

    private boolean isTheirs(Record record) {
        return record instanceof RRSIGRecord signature
                && byZone.getOrDefault(signature.getSigner(), Set.of())
                        .contains(new KeyId(signature.getAlgorithm(), signature.getFootprint()));
    }

    void clear() {
        byZone.clear();
    }
}
