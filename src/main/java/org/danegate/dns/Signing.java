package org.danegate.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.danegate.dns.answer.Signature;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Reads from validated answers which signatures they depend on, and how long these are valid.
final class Signing {

    private static final int[] OF_SIGNER = {Type.DNSKEY, Type.DS};

    /// Answers that are already known.
    @FunctionalInterface
    interface Known {
        /// The answer to a question; null when it is not at hand.
        @Nullable
        Message answer(Name name, int type);
    }

    private Signing() {}

    /// The signature of records in an answer; of several the one that lasts longest, because one is enough.
    static Optional<Signature> of(Message answer, Name owner, int type) {
        return signatures(answer)
                .filter(s -> s.getName().equals(owner) && s.getTypeCovered() == type)
                .max(Comparator.comparing((RRSIGRecord s) -> s.getExpire()))
                .map(Signing::signature);
    }

    /// The signatures of the keys and delegations of all zones that signed an answer, where they are at hand:
    /// validated keys are kept for longer than the answers that they came in.
    static List<Signature> ofSigners(Message answer, Known known) {
        Set<Name> zones = new LinkedHashSet<>();
        signatures(answer).forEach(s -> zones.add(s.getSigner()));
        List<Signature> found = new ArrayList<>();
        for (Name zone : zones) {
            for (int type : OF_SIGNER) {
                Message said = known.answer(zone, type);
                if (said != null) {
                    of(said, zone, type).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static Stream<RRSIGRecord> signatures(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(RRSIGRecord.class::isInstance)
                .map(RRSIGRecord.class::cast);
    }

    private static Signature signature(RRSIGRecord record) {
        return new Signature(
                record.getName().toString(true),
                Type.string(record.getTypeCovered()),
                record.getSigner().toString(true),
                DNSSEC.Algorithm.string(record.getAlgorithm()),
                record.getTimeSigned(),
                record.getExpire());
    }
}
