package org.danegate.dns;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Compact denial (RFC 9824): a server that signs as it answers says that a name does not exist by one NSEC or NSEC3 at
/// the name itself with the type NXNAME. The response code of such an answer is mostly NOERROR, and it is not signed,
/// so
/// only the record counts.
final class CompactDenial {

    private static final Set<Integer> NSEC_TYPES = Set.of(Type.RRSIG, Type.NSEC, Type.NXNAME);
    private static final Set<Integer> NSEC3_TYPES = Set.of(Type.NXNAME);

    private CompactDenial() {}

    /// Whether an answer without data says, if it validates, that the queried name does not exist. NXNAME together
    /// with any other type is malformed and says nothing.
    static boolean deniesName(Message answer, Name name) {
        return answer.getSection(Section.ANSWER).isEmpty()
                && answer.getSection(Section.AUTHORITY).stream().anyMatch(record -> isDenial(record, name));
    }

    private static boolean isDenial(Record record, Name name) {
        return switch (record) {
            case NSECRecord nsec ->
                nsec.getName().equals(name) && types(nsec.getTypes()).equals(NSEC_TYPES);
            case NSEC3Record nsec3 ->
                DenialProof.matches(nsec3, name) && types(nsec3.getTypes()).equals(NSEC3_TYPES);
            default -> false;
        };
    }

    private static Set<Integer> types(int[] types) {
        return Arrays.stream(types).boxed().collect(Collectors.toSet());
    }
}
