package org.danegate.monitor.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.danegate.address.DomainForms;
import org.danegate.console.Texts;
import org.danegate.monitor.DaneResult;
import org.danegate.monitor.Destination;
import org.danegate.monitor.LastError;
import org.jspecify.annotations.Nullable;

/// A row of the page, in words.
///
/// @param ownScript the domain in its own script, empty when it is the same
/// @param bounces when its oldest mail bounces
/// @param bouncesSoon whether that is within 6 hours
/// @param why the short reason why its mail waits
/// @param hop the address or host that was tried last, empty when unknown
/// @param reason the complete reasons
record Line(
        String domain,
        String ownScript,
        String statusKind,
        String status,
        String active,
        String connections,
        String delivered,
        String soft,
        String hard,
        String oldest,
        String oldestAt,
        String next,
        String nextAt,
        String bounces,
        String bouncesAt,
        boolean bouncesSoon,
        String daneKind,
        String dane,
        String support,
        String why,
        String hop,
        String reason,
        @Nullable String suspension,
        @Nullable String redirect,
        Sparkline spark) {

    /// @param reasons waiting recipients by reason, most first; empty to show the last error instead
    /// @param history active recipients, one sample a minute, oldest first
    static Line of(Destination d, Map<String, Integer> reasons, List<Integer> history, Instant now, Texts texts) {
        DaneResult dane = d.count().dane();
        return new Line(
                d.domain(),
                DomainForms.ownScript(d.domain()),
                d.count().hostStatus().name().toLowerCase(Locale.ROOT),
                texts.of("monitor.status." + d.count().hostStatus().name().toLowerCase(Locale.ROOT)),
                Words.number(d.backlog().activeRecipients()),
                Words.number(d.count().connectionsOut()),
                Words.number(d.count().deliveredRecipients()),
                Words.number(d.count().softBouncedEvents()),
                Words.number(d.count().hardBouncedRecipients()),
                Words.ago(d.backlog().oldest(), now),
                String.valueOf(Words.time(d.backlog().oldest())),
                Words.until(d.nextTry(), now, texts),
                String.valueOf(Words.time(d.nextTry())),
                Words.left(d.bouncesAt(), now, texts),
                String.valueOf(Words.time(d.bouncesAt())),
                Words.soon(d.bouncesAt(), now),
                Words.kind(dane),
                dane == null
                        ? Words.UNKNOWN
                        : texts.of("monitor.dane." + dane.name().toLowerCase(Locale.ROOT)),
                texts.of("monitor.support." + d.support().name().toLowerCase(Locale.ROOT)),
                new RuleText(texts).reason(d.reason(now)),
                d.count().nextHop(),
                reason(d, reasons, texts),
                d.suspension(),
                d.redirect() == null ? null : d.redirect().text(),
                Sparkline.of(history, texts));
    }

    /// A hash of the row's content; seconds that are counted up or down change it only from step to step.
    int look(long step) {
        return new Line(
                        domain,
                        ownScript,
                        statusKind,
                        status,
                        active,
                        connections,
                        delivered,
                        soft,
                        hard,
                        counted(oldest, step),
                        oldestAt,
                        counted(next, step),
                        nextAt,
                        counted(bounces, step),
                        bouncesAt,
                        bouncesSoon,
                        daneKind,
                        dane,
                        support,
                        why,
                        hop,
                        reason,
                        suspension,
                        redirect,
                        spark)
                .hashCode();
    }

    private static String counted(String words, long step) {
        return words.endsWith(" s") ? "s" + step : words;
    }

    private static String reason(Destination d, Map<String, Integer> reasons, Texts texts) {
        if (d.backlog().activeRecipients() == 0) {
            return Words.UNKNOWN;
        }
        LastError error = d.count().lastError();
        if (reasons.isEmpty()) {
            return error == null ? Words.UNKNOWN : error.text();
        }
        return reasons.entrySet().stream()
                .limit(3)
                .map(reason -> (reason.getKey().isEmpty() ? texts.of("monitor.not-tried") : reason.getKey()) + " — "
                        + Words.number(reason.getValue()))
                .collect(Collectors.joining("; "));
    }
}
