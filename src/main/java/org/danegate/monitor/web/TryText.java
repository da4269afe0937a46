package org.danegate.monitor.web;

import java.time.Instant;
import org.danegate.console.Texts;
import org.danegate.monitor.AskedTry.Results;
import org.danegate.monitor.Retry;
import org.danegate.monitor.TryOutcome;

/// *Try now* and its result, in words.
///
/// @param said the outcome: it changes rarely, and screen readers announce it when it does
/// @param figures the progress while it is under way, and the newest failure; empty when there is none
record TryText(String said, String figures) {

    /// Limits that end within this time are over by the time somebody reads of them.
    private static final long SOON_SECONDS = 2;

    static TryText of(TryOutcome outcome, Instant now, Texts texts) {
        return switch (outcome) {
            case TryOutcome.NotAsked ignored -> new TryText("", "");
            case TryOutcome.NothingWaited o -> nothingWaited(o, now, texts);
            case TryOutcome.Suspended o -> suspended(o, now, texts);
            case TryOutcome.NoReport o ->
                new TryText(
                        texts.of("monitor.try.no-report", Words.clock(o.asked(), now), Words.number(o.recipients())),
                        "");
            case TryOutcome.Limited o ->
                new TryText(
                        texts.of("monitor.try.limited", Words.clock(o.asked(), now), Words.clock(o.until(), now)),
                        progress(o.results(), texts));
            case TryOutcome.UnderWay o ->
                new TryText(
                        texts.of("monitor.try.under-way", Words.clock(o.asked(), now)), progress(o.results(), texts));
            case TryOutcome.Ended o ->
                new TryText(
                        texts.of("monitor.try.ended", Words.clock(o.at(), now)) + ' ' + progress(o.results(), texts),
                        "");
        };
    }

    private static TryText nothingWaited(TryOutcome.NothingWaited o, Instant now, Texts texts) {
        String asked = Words.clock(o.asked(), now);
        return new TryText(
                o.held() == 0
                        ? texts.of("monitor.try.nothing-waited", asked)
                        : texts.of("monitor.try.held", asked, Words.number(o.held())),
                "");
    }

    private static TryText suspended(TryOutcome.Suspended o, Instant now, Texts texts) {
        String asked = Words.clock(o.asked(), now);
        return o.results().total() == 0
                ? new TryText(texts.of("monitor.try.suspended", asked), "")
                : new TryText(texts.of("monitor.try.broken-off", asked), progress(o.results(), texts));
    }

    /// The counts, and the newest failure when there is one.
    private static String progress(Results r, Texts texts) {
        return counts(r, texts) + failure(r, texts);
    }

    private static String counts(Results r, Texts texts) {
        String counts = texts.of(
                "monitor.try.counts",
                Words.number(r.delivered()),
                Words.number(r.delayed()),
                Words.number(r.bounced()));
        return r.gone() == 0 ? counts : counts + ' ' + texts.of("monitor.try.gone", Words.number(r.gone()));
    }

    private static String failure(Results r, Texts texts) {
        return r.failure().isEmpty() ? "" : ' ' + texts.of("monitor.try.failure", r.failure());
    }

    /// The result of a retry of one destination.
    static String done(Retry.Released r, String domain, Instant now, Texts texts) {
        String first = r.recipients() > 0
                ? texts.of("monitor.retried", r.recipients(), domain)
                : r.inDelivery() > 0
                        ? texts.of("monitor.retry.in-delivery", r.inDelivery(), domain)
                        : texts.of("monitor.retry.none-but-held");
        boolean limited = r.recipients() > 0 && r.notBefore().isAfter(now.plusSeconds(SOON_SECONDS));
        return first
                + (limited ? ' ' + texts.of("monitor.retry.limited", Words.clock(r.notBefore(), now)) : "")
                + held(r.held(), texts);
    }

    /// The result of a retry of everything.
    static String done(Retry.All r, Texts texts) {
        if (r.nothingWaits()) {
            return texts.of("monitor.no-recipients-are-waiting");
        }
        return texts.of("monitor.retried-all", r.recipients())
                + (r.inDelivery() > 0
                        ? ' ' + texts.of("monitor.retry.all-in-delivery", Words.number(r.inDelivery()))
                        : "")
                + (r.suspended() > 0 ? ' ' + texts.of("monitor.retry.all-suspended", r.suspended()) : "")
                + held(r.held(), texts);
    }

    private static String held(int held, Texts texts) {
        return held == 0 ? "" : ' ' + texts.of("monitor.retry.held", held);
    }
}
