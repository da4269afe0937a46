package org.danegate.dns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What an answer has to prove by NSEC or NSEC3, and whether it does: that there is no data where it brings none, and
/// that a wildcard applies. The validator checks this too, but it accepts some records that prove something else, so
/// records that prove nothing here are removed before it looks.
final class ProofsInAnswer {

    private static final int MOST_LINKS = 20;

    private final Message answer;
    private final Name end;
    private final int type;
    private final boolean data;
    private final List<Proofs> proofs;

    private ProofsInAnswer(Message answer, Name asked, int type) {
        this.answer = answer;
        this.type = type;
        this.end = end(answer, asked, type);
        this.data = answer.getSection(Section.ANSWER).stream()
                .anyMatch(r -> r.getType() == type && r.getName().equals(end));
        this.proofs = proofs(answer);
    }

    /// Reads an answer to a question for a name and a type.
    static ProofsInAnswer of(Message answer, Name asked, int type) {
        return new ProofsInAnswer(answer, asked, type);
    }

    /// Removes the records that prove nothing for this question, and the signatures of data from wildcards that are
    /// not proven to apply.
    void prune() {
        List<RRSIGRecord> broad = expanded().stream().filter(s -> !isAllowed(s)).toList();
        List<Name> useful =
                proofs.stream().filter(this::isUseful).map(Proofs::zone).toList();
        for (Record record : List.copyOf(answer.getSection(Section.AUTHORITY))) {
            Name zone = zoneOf(record, answer);
            if (zone != null && !useful.contains(zone)) {
                answer.removeRecord(record, Section.AUTHORITY);
            }
        }
        broad.forEach(signature -> answer.removeRecord(signature, Section.ANSWER));
    }

    private boolean isUseful(Proofs p) {
        return !data && p.denies(end, type)
                || expanded().stream().anyMatch(s -> s.getSigner().equals(p.zone()) && allows(p, s));
    }

    private boolean isAllowed(RRSIGRecord signature) {
        return proofs.stream().anyMatch(p -> p.zone().equals(signature.getSigner()) && allows(p, signature));
    }

    private static boolean allows(Proofs p, RRSIGRecord signature) {
        Name owner = signature.getName();
        return p.allowsWildcard(owner, new Name(owner, owner.labels() - 1 - signature.getLabels()));
    }

    /// Signatures over data that came from a wildcard: they count fewer labels than the owner has (RFC
    /// 4035 5.3.4).
    private List<RRSIGRecord> expanded() {
        return answer.getSection(Section.ANSWER).stream()
                .filter(RRSIGRecord.class::isInstance)
                .map(RRSIGRecord.class::cast)
                .filter(s -> s.getLabels() < SoundRecords.labels(s.getName()))
                .toList();
    }

    private static Name end(Message answer, Name asked, int type) {
        Name at = asked;
        for (int links = 0; links < MOST_LINKS && type != Type.CNAME; links++) {
            CNAMERecord alias = LoneAliases.in(answer, at);
            if (alias == null) {
                return at;
            }
            at = alias.getTarget();
        }
        return at;
    }

    private static List<Proofs> proofs(Message answer) {
        Map<Name, Proofs> zones = new LinkedHashMap<>();
        for (Record record : answer.getSection(Section.AUTHORITY)) {
            Name zone = record instanceof RRSIGRecord ? null : zoneOf(record, answer);
            if (zone != null) {
                zones.computeIfAbsent(zone, Proofs::of).add(record);
            }
        }
        return List.copyOf(zones.values());
    }

    /// The zone of a proof or its signature, which is the signer; null for other records.
    private static @Nullable Name zoneOf(Record record, Message answer) {
        int about = record instanceof RRSIGRecord s ? s.getTypeCovered() : record.getType();
        if (about != Type.NSEC && about != Type.NSEC3) {
            return null;
        }
        if (record instanceof RRSIGRecord signature) {
            return signature.getSigner();
        }
        return answer.getSection(Section.AUTHORITY).stream()
                .filter(r -> r instanceof RRSIGRecord s
                        && s.getTypeCovered() == about
                        && s.getName().equals(record.getName()))
                .map(r -> ((RRSIGRecord) r).getSigner())
                .findFirst()
                .orElse(Name.root);
    }
}
