package org.danegate.dkim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.address.OutsideText;
import org.danegate.address.ShortText;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;

/// What DNS said about the record of a key.
///
/// @param security whether the answer was validated by DNSSEC
/// @param found the values of the TXT records, each cut at 1,000 characters
/// @param ttl how long others may keep the answer
/// @param reason why the lookup has this result, for people
public record Published(
        RecordVerdict verdict,
        SecurityStatus security,
        List<String> found,
        Duration ttl,
        Instant checkedAt,
        String reason) {

    private static final int MOST = 1000;

    public Published {
        found = found.stream()
                .limit(10)
                .map(text -> ShortText.of(OutsideText.line(text), MOST))
                .toList();
    }

    static Published of(Answer<String> answer, SigningKey key, Instant now) {
        List<String> found = answer instanceof Answer.Found<String> some ? some.records() : List.of();
        RecordVerdict verdict = switch (answer) {
            case Answer.Found<String> some -> KeyRecord.judge(some.records(), key);
            case Answer.Denied<String> none -> RecordVerdict.MISSING;
            case Answer.Bogus<String> bogus -> RecordVerdict.BOGUS;
            case Answer.Failed<String> failed -> RecordVerdict.UNKNOWN;
        };
        return new Published(
                verdict,
                answer.status(),
                found,
                answer.provenance().ttl(),
                now,
                answer.provenance().reason());
    }
}
