package org.danegate.dns;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/// The proof on which a validated denial rests. Proofs of zones above the answering zone do not count;
/// [RelevantRecords] leaves them out.
final class DenialProof {

    static final int OPT_OUT = 1;

    /// Up to this number of iterations a proof counts fully; beyond it, what it proves is insecure (RFC 9276 3.2).
    static final int USUAL_ITERATIONS = 50;

    /// Up to this number of iterations a proof is computed; beyond it, the answer is refused because computing it
    /// costs too much.
    static final int MOST_ITERATIONS = 150;

    private DenialProof() {}

    /// Why a validated answer is insecure nevertheless; empty when it is not. A denial that rests on an NSEC3 with
    /// Opt-Out, below which unsigned delegations may hide, is not secure (RFC 5155 9.2); a record that matches
    /// exactly the queried name proves the missing type without Opt-Out. Data that needs no proof is as secure as
    /// its signature, whatever other records accompany it.
    static String weakness(Message answer, Name name, int type) {
        boolean data = answer.getSection(Section.ANSWER).stream()
                .anyMatch(r -> r.getType() == type || r.getType() == Type.CNAME);
        if (data && !isExpanded(answer)) {
            return "";
        }
        int iterations = iterations(answer);
        if (iterations > USUAL_ITERATIONS) {
            return "the proof is by NSEC3 with " + iterations + " iterations";
        }
        boolean optsOut = hasOptOut(answer)
                && !data
                && (answer.getRcode() == Rcode.NXDOMAIN
                        || proofs(answer).stream().noneMatch(n -> matches(n, name)));
        return optsOut ? "the proof is by NSEC3 with Opt-Out" : "";
    }

    /// True when data in the answer was made from a wildcard, which needs a proof that no closer name exists.
    private static boolean isExpanded(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .anyMatch(r ->
                        r instanceof RRSIGRecord signature && signature.getLabels() < SoundRecords.labels(r.getName()));
    }

    /// Whether an NSEC3 with Opt-Out is among the proofs.
    static boolean hasOptOut(Message answer) {
        return proofs(answer).stream().anyMatch(DenialProof::isOptOut);
    }

    /// The most extra hash iterations of any NSEC3 among the proofs, 0 without one.
    static int iterations(Message answer) {
        return proofs(answer).stream()
                .mapToInt(NSEC3Record::getIterations)
                .max()
                .orElse(0);
    }

    /// True when the NSEC3 records of the answer, taken as genuine, leave room for an unsigned delegation at or
    /// above the name: the next closer name is in a span with Opt-Out (RFC 5155 sections 8.6 and 9.2).
    static boolean leavesOut(Message answer, Name name) {
        List<NSEC3Record> proofs = proofs(answer);
        boolean data = !answer.getSection(Section.ANSWER).isEmpty();
        for (Name nextCloser = name; nextCloser.labels() > 1; nextCloser = new Name(nextCloser, 1)) {
            Name encloser = new Name(nextCloser, 1);
            Name closer = nextCloser;
            boolean enclosed = data || proofs.stream().anyMatch(n -> matches(n, encloser));
            if (enclosed && proofs.stream().anyMatch(n -> isOptOut(n) && covers(n, closer))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOptOut(NSEC3Record proof) {
        return (proof.getFlags() & OPT_OUT) != 0;
    }

    static List<NSEC3Record> proofs(Message answer) {
        return answer.getSection(Section.AUTHORITY).stream()
                .filter(NSEC3Record.class::isInstance)
                .map(NSEC3Record.class::cast)
                .toList();
    }

    /// Whether the record is at the hash of the name.
    static boolean matches(NSEC3Record proof, Name name) {
        try {
            return isInZone(proof, name) && Arrays.equals(owner(proof), proof.hashName(name));
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    private static boolean covers(NSEC3Record proof, Name name) {
        try {
            byte[] owner = owner(proof);
            if (owner == null || !isInZone(proof, name)) {
                return false;
            }
            byte[] hash = proof.hashName(name);
            boolean after = Arrays.compareUnsigned(owner, hash) < 0;
            boolean before = Arrays.compareUnsigned(hash, proof.getNext()) < 0;
            boolean last = Arrays.compareUnsigned(proof.getNext(), owner) <= 0;
            return last ? after || before : after && before;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    private static boolean isInZone(Record proof, Name name) {
        return proof.getName().labels() > 1 && name.subdomain(new Name(proof.getName(), 1));
    }

    private static byte @Nullable [] owner(NSEC3Record proof) {
        return new base32(base32.Alphabet.BASE32HEX, false, false)
                .fromString(proof.getName().getLabelString(0).toUpperCase(Locale.ROOT));
    }
}
