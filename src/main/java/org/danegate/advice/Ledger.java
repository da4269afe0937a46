package org.danegate.advice;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The fallback ledger of a domain.
public final class Ledger {

    /// A row ends after so many days without another session.
    public static final int QUIET_DAYS = 14;

    private Ledger() {}

    private record Key(String host, Cause cause, Level level) {}

    /// The rows, the newest first.
    public static List<LedgerRow> of(DomainPast past) {
        NavigableMap<LocalDate, Level> best = best(past.counts());
        Map<Key, LedgerRow> rows = new LinkedHashMap<>();
        for (DayCount c : past.counts()) {
            Level before = best.floorEntry(c.day()) == null
                    ? c.facts().level()
                    : best.floorEntry(c.day()).getValue();
            if (c.facts().level().reached() && c.facts().level().isBelow(before)) {
                cause(c.facts(), before)
                        .ifPresent(cause -> rows.merge(
                                new Key(c.host(), cause, c.facts().level()),
                                row(past, c, cause, before),
                                LedgerRow::plus));
            }
        }
        LocalDate oldest = past.today().minusDays(QUIET_DAYS);
        return rows.values().stream()
                .filter(row -> !row.last().isBefore(oldest))
                .sorted(Comparator.comparing(LedgerRow::last)
                        .reversed()
                        .thenComparing(LedgerRow::host)
                        .thenComparing(LedgerRow::cause))
                .toList();
    }

    private static LedgerRow row(DomainPast past, DayCount c, Cause cause, Level before) {
        return new LedgerRow(past.domain(), c.host(), cause, c.facts().level(), before, c.day(), c.day(), c.count());
    }

    /// The best level until each day, that day included.
    private static NavigableMap<LocalDate, Level> best(List<DayCount> counts) {
        NavigableMap<LocalDate, Level> days = new TreeMap<>();
        counts.stream()
                .filter(c -> c.facts().level().reached())
                .forEach(c -> days.merge(c.day(), c.facts().level(), (a, b) -> a.isBelow(b) ? b : a));
        Level soFar = Level.CLEAR;
        for (Map.Entry<LocalDate, Level> day : days.entrySet()) {
            soFar = soFar.isBelow(day.getValue()) ? day.getValue() : soFar;
            day.setValue(soFar);
        }
        return days;
    }

    /// Why a session was protected less than before; empty when our own settings are the reason.
    static Optional<Cause> cause(SessionFacts facts, Level before) {
        Cause cause = switch (before) {
            case DANE -> facts.dane();
            case STS -> expired(facts.sts());
            case WEBPKI, ENCRYPTED -> facts.level() == Level.CLEAR ? withoutTls(facts) : Cause.CERTIFICATE;
            case CLEAR, REFUSED, UNREACHED -> Cause.NOT_ASKED;
        };
        return cause == Cause.NOT_ASKED || cause == Cause.NOTHING ? Optional.empty() : Optional.of(cause);
    }

    /// A policy is kept and used until it expires: where there was one, a failed fetch means that it has.
    private static Cause expired(Cause sts) {
        return sts == Cause.STS_FETCH_FAILED ? Cause.STS_EXPIRED : sts;
    }

    private static Cause withoutTls(SessionFacts facts) {
        return facts.starttls() == Judged.NO ? Cause.NO_STARTTLS : Cause.NOT_ASKED;
    }
}
