package org.danegate.advisor.web;

import java.util.function.Function;
import org.danegate.advice.LedgerRow;
import org.danegate.advice.Words;
import org.danegate.wording.Wording;

/// A row of the fallback ledger for the page and for scripts.
///
/// @param cause short word, such as `tlsa-none`
/// @param causeText the same for people
/// @param level that the sessions reached, short word
/// @param before the best level that the domain had reached until then
/// @param first UTC day, such as `2026-11-27`
/// @param last UTC day
/// @param octets of the messages whose size is known
public record ShownLedgerRow(
        String domain,
        String host,
        String cause,
        String causeText,
        String level,
        String levelText,
        String before,
        String beforeText,
        String first,
        String last,
        long sessions,
        long messages,
        long octets) {

    static ShownLedgerRow of(LedgerRow row, Function<Wording, String> words) {
        return new ShownLedgerRow(
                row.domain().ascii(),
                row.host(),
                row.cause().word(),
                words.apply(Words.of(row.cause())),
                row.level().word(),
                words.apply(Words.of(row.level())),
                row.before().word(),
                words.apply(Words.of(row.before())),
                row.first().toString(),
                row.last().toString(),
                row.count().sessions(),
                row.count().messages(),
                row.count().octets());
    }
}
