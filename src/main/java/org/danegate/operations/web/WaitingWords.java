package org.danegate.operations.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.danegate.console.Texts;
import org.danegate.operations.DestinationDesk;
import org.danegate.operations.ErrorMeanings;
import org.danegate.policy.TlsBySender;
import org.danegate.queue.Envelope;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.WaitingMessage;

/// Waiting messages and their recipients in words, for the pages.
///
/// @param destinations says which destinations are suspended
/// @param meanings says what errors mean
record WaitingWords(DestinationDesk destinations, ErrorMeanings meanings, Texts texts) {

    private static final int SHOWN_RECIPIENTS = 3;
    private static final String NEVER = "—";

    /// A message in a few words.
    ///
    /// @param why what the last error means; empty when only its text is known
    /// @param trouble the last error in the words of the log; empty before the first
    record Row(
            long mid,
            String sender,
            String tls,
            List<String> recipients,
            int moreRecipients,
            String size,
            String age,
            String received,
            int attempts,
            String next,
            String why,
            String trouble,
            String kind,
            String state) {}

    /// A recipient in words.
    ///
    /// @param why what the last error means; empty when only its text is known
    /// @param trouble the last error in the words of the log; empty before the first
    record RecipientLine(
            int rid,
            String address,
            String domain,
            int attempts,
            String next,
            String state,
            int warnings,
            String why,
            String trouble) {}

    Row row(WaitingMessage m, Instant now) {
        Pending worst = m.recipients().stream()
                .max(Comparator.comparingInt(Pending::attempts))
                .orElseThrow();
        Instant next = next(m);
        return new Row(
                m.mid(),
                m.envelope().sender().isEmpty() ? "<>" : m.envelope().sender(),
                tls(m.envelope()),
                m.recipients().stream()
                        .limit(SHOWN_RECIPIENTS)
                        .map(p -> p.address().text())
                        .toList(),
                Math.max(0, m.recipients().size() - SHOWN_RECIPIENTS),
                Words.size(m.size()),
                Words.span(Duration.between(m.receivedAt(), now)),
                m.receivedAt().toString(),
                worst.attempts(),
                m.held() ? NEVER : Words.until(next, now, texts),
                why(worst),
                worst.lastTrouble(),
                m.held() ? "warn" : m.inDelivery().isEmpty() ? "wait" : "up",
                texts.of("queue.state." + state(m, next)));
    }

    /// What a message asks of TLS, in the words of the protocol; empty for nothing.
    static String tls(Envelope envelope) {
        String tag = switch (envelope.tls()) {
            case NONE -> "";
            case REQUIRETLS, REQUIRETLS_IF_OFFERED -> "REQUIRETLS";
            case NOT_REQUIRED, REPORT -> "TLS-Required: No";
        };
        return envelope.tlsMandatory() ? TlsBySender.Found.FIELD + (tag.isEmpty() ? "" : ", " + tag) : tag;
    }

    private String why(Pending p) {
        return p.lastTrouble().isEmpty()
                ? ""
                : meanings.of(p.address().domain(), p.lastTrouble())
                        .map(texts::of)
                        .orElse("");
    }

    /// When the first of the recipients is due; the end of time when delivery to all of them is suspended.
    private Instant next(WaitingMessage m) {
        return m.recipients().stream()
                .filter(p -> !destinations.suspended(p.address().domain()))
                .map(Pending::due)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static String state(WaitingMessage m, Instant next) {
        if (m.held()) {
            return "held";
        }
        if (!m.inDelivery().isEmpty()) {
            return "in-delivery";
        }
        return next.equals(Instant.MAX) ? "suspended" : "waiting";
    }

    RecipientLine recipient(Pending p, WaitingMessage m, Instant now) {
        String domain = p.address().domain();
        boolean inDelivery = m.inDelivery().contains(domain);
        boolean suspended = destinations.suspended(domain);
        return new RecipientLine(
                p.rid(),
                p.address().text(),
                domain,
                p.attempts(),
                m.held() || suspended ? NEVER : Words.until(p.due(), now, texts),
                texts.of("queue.state."
                        + (inDelivery ? "in-delivery" : m.held() ? "held" : suspended ? "suspended" : "waiting")),
                p.warnings(),
                why(p),
                p.lastTrouble());
    }
}
