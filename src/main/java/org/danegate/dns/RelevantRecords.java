package org.danegate.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/// Selects the records of a message that may count for the question; the validator sees no others. The validator treats
/// the whole message as insecure when any record set in it is, whatever zone that set belongs to and whatever zone a
/// signature names as its signer: one foreign record added on the way would turn a signed name into an unsigned one. So
/// records are kept only when they are of class IN and are at the queried name or at an alias that it leads to, or, in
/// the authority section, come from a zone at or above it (RFC 4035 5.3.1: the signer is the zone that contains the
/// records). If several zones offer proofs for a name, only the closest counts: a genuine proof of a parent, weak as it
/// may be, says nothing about names in its child.
final class RelevantRecords {

    private static final int MOST_LINKS = 20;

    private RelevantRecords() {}

    /// @throws WireParseException when the message is no answer to the query
    static void check(Message query, Message answer) throws WireParseException {
        if (!answer.getHeader().getFlag(Flags.QR) || answer.getHeader().getOpcode() != Opcode.QUERY) {
            throw new WireParseException("no answer but a message of another kind");
        }
        Record asked = query.getQuestion();
        Record told = answer.getQuestion();
        int rcode = answer.getRcode();
        boolean refusal = rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN;
        // A refusal may omit the question (RFC 8906 section 3.1.5) but must not contain another.
        if (told == null ? !refusal : !told.equals(asked)) {
            throw new WireParseException("an answer to another question");
        }
    }

    /// Returns the answer as a new message without records that do not count.
    ///
    /// @throws WireParseException when the message is no answer to the query
    static Message of(Message query, Message answer) throws WireParseException {
        check(query, answer);
        Record asked = query.getQuestion();
        Message relevant = answer.clone();
        List<Name> chain = chain(asked.getName(), relevant);
        keep(relevant, Section.ANSWER, r -> chain.stream().anyMatch(name -> answers(r, name)));
        List<Record> authority = List.copyOf(relevant.getSection(Section.AUTHORITY));
        keep(relevant, Section.AUTHORITY, r -> chain.stream().anyMatch(name -> denies(r, name, authority)));
        keep(relevant, Section.ADDITIONAL, r -> r.getType() == Type.OPT);
        return relevant;
    }

    /// The queried name and the aliases that the answer follows from it, in order.
    private static List<Name> chain(Name asked, Message answer) {
        List<Name> chain = new ArrayList<>(List.of(asked));
        List<CNAMERecord> links = answer.getSection(Section.ANSWER).stream()
                .filter(r -> r instanceof CNAMERecord && r.getDClass() == DClass.IN)
                .map(CNAMERecord.class::cast)
                .toList();
        for (int at = 0; at < chain.size() && at < MOST_LINKS; at++) {
            Name from = chain.get(at);
            links.stream()
                    .filter(link -> link.getName().equals(from))
                    .map(CNAMERecord::getTarget)
                    .filter(target -> !chain.contains(target))
                    .forEach(chain::add);
        }
        return chain;
    }

    private static void keep(Message message, int section, Predicate<Record> wanted) {
        for (Record record : List.copyOf(message.getSection(section))) {
            if (!wanted.test(record)) {
                message.removeRecord(record, section);
            }
        }
    }

    private static boolean answers(Record record, Name name) {
        if (record.getDClass() != DClass.IN) {
            return false;
        }
        int about = record instanceof RRSIGRecord signature ? signature.getTypeCovered() : record.getType();
        boolean there = record.getName().equals(name)
                || about == Type.DNAME && name.subdomain(record.getName()) && !name.equals(record.getName());
        boolean signedAbove =
                !(record instanceof RRSIGRecord signature) || record.getName().subdomain(signature.getSigner());
        return there && signedAbove;
    }

    private static boolean denies(Record record, Name name, List<Record> authority) {
        if (record.getDClass() != DClass.IN) {
            return false;
        }
        if (record instanceof RRSIGRecord signature) {
            boolean proof = isProof(signature.getTypeCovered());
            return (proof && isClosest(signature, name, authority) || signature.getTypeCovered() == Type.SOA)
                    && fromAbove(signature, name);
        }
        if (isProof(record.getType())) {
            return authority.stream()
                    .anyMatch(r -> r instanceof RRSIGRecord signature
                            && signature.getTypeCovered() == record.getType()
                            && signature.getName().equals(record.getName())
                            && fromAbove(signature, name)
                            && isClosest(signature, name, authority));
        }
        return record.getType() == Type.SOA && name.subdomain(record.getName());
    }

    private static boolean fromAbove(RRSIGRecord signature, Name name) {
        return name.subdomain(signature.getSigner()) && signature.getName().subdomain(signature.getSigner());
    }

    /// True when no zone below the signer's offers a proof for the name.
    private static boolean isClosest(RRSIGRecord signature, Name name, List<Record> authority) {
        return authority.stream()
                .noneMatch(r -> r instanceof RRSIGRecord other
                        && isProof(other.getTypeCovered())
                        && fromAbove(other, name)
                        && other.getSigner().labels() > signature.getSigner().labels());
    }

    private static boolean isProof(int type) {
        return type == Type.NSEC || type == Type.NSEC3;
    }
}
