package org.danegate.dns;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Section;

/// The cause of a failed validation in plain words, where the signatures themselves show it.
final class PlainCause {

    private PlainCause() {}

    /// @param raw the answer without validation, null when there is none
    /// @param type of the records that were asked for
    /// @param server who gave the answer that failed
    /// @return empty when nothing is seen
    static String of(@Nullable Message raw, int type, @Nullable String server, Instant now) {
        if (raw == null) {
            return "";
        }
        List<RRSIGRecord> signatures = raw.getSection(Section.ANSWER).stream()
                .filter(RRSIGRecord.class::isInstance)
                .map(RRSIGRecord.class::cast)
                .toList();
        boolean hasData = raw.getSection(Section.ANSWER).stream().anyMatch(r -> r.getType() == type);
        if (signatures.isEmpty()) {
            return hasData ? "signatures are missing; does resolver " + server + " pass DNSSEC?" : "";
        }
        return outOfTime(signatures, now);
    }

    private static String outOfTime(List<RRSIGRecord> signatures, Instant now) {
        return signatures.stream()
                .filter(s -> s.getExpire().isBefore(now))
                .map(s -> "signature expired at " + s.getExpire() + " (signed by " + s.getSigner() + ")")
                .findFirst()
                .or(() -> signatures.stream()
                        .filter(s -> s.getTimeSigned().isAfter(now))
                        .map(s -> "signature not valid before " + s.getTimeSigned())
                        .findFirst())
                .orElse("");
    }
}
