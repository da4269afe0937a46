package org.danegate.dns;

import java.security.NoSuchAlgorithmException;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/// What a validated denial rests on.
final class DenialProof {

    private static final int OPT_OUT = 1;

    /// Up to so many a proof counts; beyond, what it denies is insecure (RFC 9276 3.2).
    static final int USUAL_ITERATIONS = 50;

    /// Beyond so many the answer is refused: they cost more than anybody should ask for.
    static final int MOST_ITERATIONS = 150;

    private DenialProof() {}

    /// True when the denial rests on an NSEC3 with Opt-Out, below which unsigned delegations may hide: it is then
    /// not secure (RFC 5155 9.2). A record that matches the very name asked proves the missing type without
    /// opt-out.
    static boolean optsOut(Message answer, Name name, int type) {
        boolean data = answer.getSection(Section.ANSWER).stream()
                .anyMatch(r -> r.getType() == type || r.getType() == Type.CNAME);
        return !data
                && hasOptOut(answer)
                && (answer.getRcode() == Rcode.NXDOMAIN
                        || answer.getSection(Section.AUTHORITY).stream()
                                .noneMatch(r -> r instanceof NSEC3Record n && matches(n, name)));
    }

    /// Whether an NSEC3 with Opt-Out is among the proofs.
    static boolean hasOptOut(Message answer) {
        return answer.getSection(Section.AUTHORITY).stream()
                .anyMatch(r -> r instanceof NSEC3Record n && (n.getFlags() & OPT_OUT) != 0);
    }

    /// The most extra hash iterations of any NSEC3 among the proofs, 0 without one.
    static int iterations(Message answer) {
        return answer.getSection(Section.AUTHORITY).stream()
                .filter(NSEC3Record.class::isInstance)
                .mapToInt(r -> ((NSEC3Record) r).getIterations())
                .max()
                .orElse(0);
    }

    private static boolean matches(NSEC3Record proof, Name name) {
        try {
            String hash = new base32(base32.Alphabet.BASE32HEX, false, false).toString(proof.hashName(name));
            return proof.getName().getLabelString(0).equalsIgnoreCase(hash);
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }
}
