package org.danegate.advice;

import java.time.LocalDate;
import org.danegate.address.DomainName;

/// Sessions that were protected less than the domain's sessions once were.
///
/// @param level that they reached
/// @param before the best level that the domain had reached until then
/// @param first UTC day with such a session
/// @param last UTC day with such a session
public record LedgerRow(
        DomainName domain,
        String host,
        Cause cause,
        Level level,
        Level before,
        LocalDate first,
        LocalDate last,
        Count count) {

    LedgerRow plus(LedgerRow other) {
        return new LedgerRow(
                domain,
                host,
                cause,
                level.isBelow(other.level) ? level : other.level,
                before.isBelow(other.before) ? other.before : before,
                first.isBefore(other.first) ? first : other.first,
                last.isAfter(other.last) ? last : other.last,
                count.plus(other.count));
    }
}
