package org.danegate.dns;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/// Checks signatures and proofs before any key is known, where the validator's library is lax. Records that cannot
/// count are removed, and the signed set that contained them must do without them. Removal can make an answer bogus,
/// never insecure. It also shortens TTLs that are too long: a set is kept no longer than the original TTL of its
/// signatures, nor beyond their end (RFC 4035 section 5.3.3), whatever TTL a resolver gives it.
final class SoundRecords {

    /// Names a set of records within a section.
    private record SetKey(Name owner, int type) {
        static SetKey of(Record record) {
            int type = record instanceof RRSIGRecord signature ? signature.getTypeCovered() : record.getType();
            return new SetKey(record.getName(), type);
        }
    }

    private SoundRecords() {}

    /// Returns the answer as a new message with only the records that may count.
    ///
    /// @param now the moment signatures are judged by
    /// @throws WireParseException when a record cannot be read again
    static Message of(Message answer, Instant now) throws WireParseException {
        Message sound = answer.clone();
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            List<Record> records = soundIn(answer, section, now);
            Map<SetKey, Long> longest = longest(records, now);
            sound.removeAllRecords(section);
            for (Record record : section == Section.ANSWER ? renamingFirst(records) : records) {
                long most = longest.getOrDefault(SetKey.of(record), Long.MAX_VALUE);
                sound.addRecord(record.getTTL() > most ? withTtl(record, most) : record, section);
            }
        }
        return sound;
    }

    private static List<Record> soundIn(Message answer, int section, Instant now) {
        List<Record> records = new ArrayList<>(answer.getSection(section));
        records.removeIf(SoundRecords::claimsTooManyLabels);
        records.removeIf(r -> r instanceof RRSIGRecord signature && !SignatureForm.isSound(signature, now));
        if (section == Section.AUTHORITY) {
            records.removeIf(SoundRecords::isExpandedProof);
        }
        dropOddHashes(records);
        Set<SetKey> present = records.stream()
                .filter(r -> !(r instanceof RRSIGRecord))
                .map(SetKey::of)
                .collect(Collectors.toSet());
        records.removeIf(r -> r instanceof RRSIGRecord && !present.contains(SetKey.of(r)));
        return records;
    }

    /// A signature over more labels than its owner has cannot belong to that owner (RFC 4035 section 5.3.1).
    private static boolean claimsTooManyLabels(Record record) {
        return record instanceof RRSIGRecord signature && signature.getLabels() > labels(record.getName());
    }

    /// A proof must be at its own name: one expanded from a wildcard says nothing about a name.
    private static boolean isExpandedProof(Record record) {
        return record instanceof RRSIGRecord signature
                && (signature.getTypeCovered() == Type.NSEC || signature.getTypeCovered() == Type.NSEC3)
                && signature.getLabels() != labels(record.getName());
    }

    /// Labels as signatures count them: without the root's and without a leading asterisk (RFC 4034 section 3.1.3).
    static int labels(Name name) {
        return name.labels() - 1 - (name.isWild() ? 1 : 0);
    }

    /// NSEC3 records with unknown hash algorithms or flags are left out (RFC 5155 sections 8.1 and 8.2), and so are
    /// all records of a zone that has several sets of parameters in one answer: no chain has two.
    private static void dropOddHashes(List<Record> records) {
        records.removeIf(r -> r instanceof NSEC3Record n
                && (n.getHashAlgorithm() != NSEC3Record.SHA1_DIGEST_ID || (n.getFlags() & ~DenialProof.OPT_OUT) != 0));
        Map<Name, NSEC3Record> first = new HashMap<>();
        Set<Name> mixed = records.stream()
                .filter(NSEC3Record.class::isInstance)
                .map(NSEC3Record.class::cast)
                .filter(n -> n.getName().labels() > 1)
                .filter(n -> {
                    NSEC3Record other = first.putIfAbsent(new Name(n.getName(), 1), n);
                    return other != null
                            && (other.getIterations() != n.getIterations()
                                    || !Arrays.equals(other.getSalt(), n.getSalt()));
                })
                .map(n -> new Name(n.getName(), 1))
                .collect(Collectors.toSet());
        records.removeIf(r ->
                r instanceof NSEC3Record n && n.getName().labels() > 1 && mixed.contains(new Name(n.getName(), 1)));
    }

    /// Seconds that each signed set may be kept.
    private static Map<SetKey, Long> longest(List<Record> records, Instant now) {
        Map<SetKey, Long> longest = new HashMap<>();
        for (Record record : records) {
            if (record instanceof RRSIGRecord signature) {
                long left = Duration.between(now, signature.getExpire()).toSeconds();
                long most = Math.clamp(left, 0, Math.max(0, signature.getOrigTTL()));
                longest.merge(SetKey.of(record), most, Math::min);
            }
        }
        return longest;
    }

    /// Puts each DNAME before the alias made from it, where the validator expects it; servers send them in
    /// any order.
    private static List<Record> renamingFirst(List<Record> records) {
        List<Record> ordered = new ArrayList<>(records.size());
        List<Record> left = new ArrayList<>(records);
        while (!left.isEmpty()) {
            Record next = left.getFirst();
            if (next instanceof CNAMERecord alias) {
                records.stream()
                        .filter(r -> r instanceof DNAMERecord
                                && left.contains(r)
                                && !alias.getName().equals(r.getName())
                                && alias.getName().subdomain(r.getName()))
                        .findFirst()
                        .ifPresent(renaming -> move(SetKey.of(renaming), left, ordered));
            }
            move(SetKey.of(next), left, ordered);
        }
        return ordered;
    }

    private static void move(SetKey set, List<Record> from, List<Record> to) {
        from.stream().filter(r -> SetKey.of(r).equals(set)).forEach(to::add);
        from.removeIf(r -> SetKey.of(r).equals(set));
    }

    private static Record withTtl(Record record, long seconds) throws WireParseException {
        byte[] wire = record.toWire(Section.ANSWER);
        // The owner's name is followed by type and class, of two octets each.
        ByteBuffer.wrap(wire).putInt(record.getName().length() + 4, (int) Math.min(Integer.MAX_VALUE, seconds));
        try {
            return Record.fromWire(wire, Section.ANSWER);
        } catch (java.io.IOException e) {
            throw new WireParseException("a record that cannot be read again: " + record.getName(), e);
        }
    }
}
