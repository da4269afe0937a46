package org.danegate.dns;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Section;

/// The cause of a failed validation in plain words, where the signatures themselves show it.
///
/// @param code of RFC 8914 for it
/// @param text empty when nothing is seen
record PlainCause(int code, String text) {

    private static final PlainCause UNSEEN = new PlainCause(ExtendedErrorCodeOption.DNSSEC_BOGUS, "");

    /// @param raw the answer without validation, null when there is none
    /// @param type of the records that were asked for
    /// @param server who gave the answer that failed
    static PlainCause of(@Nullable Message raw, int type, @Nullable String server, Instant now) {
        if (raw == null) {
            return UNSEEN;
        }
        List<RRSIGRecord> signatures = raw.getSection(Section.ANSWER).stream()
                .filter(RRSIGRecord.class::isInstance)
                .map(RRSIGRecord.class::cast)
                .toList();
        boolean hasData = raw.getSection(Section.ANSWER).stream().anyMatch(r -> r.getType() == type);
        if (signatures.isEmpty()) {
            return hasData
                    ? new PlainCause(
                            ExtendedErrorCodeOption.RRSIGS_MISSING,
                            "signatures are missing; does resolver " + server + " pass DNSSEC?")
                    : UNSEEN;
        }
        return outOfTime(signatures, now);
    }

    private static PlainCause outOfTime(List<RRSIGRecord> signatures, Instant now) {
        return signatures.stream()
                .filter(s -> s.getExpire().isBefore(now))
                .map(s -> new PlainCause(
                        ExtendedErrorCodeOption.SIGNATURE_EXPIRED,
                        "signature expired at " + s.getExpire() + " (signed by " + s.getSigner() + ")"))
                .findFirst()
                .or(() -> signatures.stream()
                        .filter(s -> s.getTimeSigned().isAfter(now))
                        .map(s -> new PlainCause(
                                ExtendedErrorCodeOption.SIGNATURE_NOT_YET_VALID,
                                "signature not valid before " + s.getTimeSigned()))
                        .findFirst())
                .orElse(UNSEEN);
    }
}
