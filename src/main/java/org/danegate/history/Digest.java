package org.danegate.history;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;

/// Mails what happened in the last day or week, at seven in the morning of the server's time zone. The database keeps
/// the day of the last digest, so that a restart sends none twice.
final class Digest {

    private static final Logger LOG = LoggerFactory.getLogger(Digest.class);
    private static final int HOUR = 7;
    private static final int FALLBACKS = 10;

    private final DigestSettings settings;
    private final History history;
    private final FallbackLedger ledger;
    private final DigestFiles files;
    private final SliceRows rows;
    private final Post post;

    /// The way a digest goes out.
    ///
    /// @param hostname this host's name
    record Post(MessageQueue queue, MessageSource texts, String hostname) {}

    Digest(
            DigestSettings settings,
            History history,
            FallbackLedger ledger,
            DigestFiles files,
            SliceRows rows,
            Post post) {
        this.settings = settings;
        this.history = history;
        this.ledger = ledger;
        this.files = files;
        this.rows = rows;
        this.post = post;
    }

    /// Sends the digest of this day if it is due and was not sent yet.
    void sendIfDue(Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneId.systemDefault());
        boolean due = settings.isOn()
                && settings.period().isDue(day)
                && now.atZone(ZoneId.systemDefault()).getHour() >= HOUR;
        if (due && rows.claimDigest(day.toEpochDay())) {
            send(now);
        }
    }

    private void send(Instant now) {
        HistoryRange range = new HistoryRange(now.minus(settings.period().length()), now, Duration.ofHours(1));
        Figures total = new Figures();
        history.series(Slice.TOTAL, range).values().forEach(total::add);
        DigestText.Content content = new DigestText.Content(
                range, total, history.byDestination(range.from(), range.to()), ledger.since(range.from(), FALLBACKS));
        try {
            List<NewMessage.Recipient> recipients = settings.to().stream()
                    .map(address -> new NewMessage.Recipient(address, "NEVER", ""))
                    .toList();
            boolean utf8 = settings.to().stream().anyMatch(MailAddress::needsUtf8);
            Envelope envelope = new Envelope("", false, false, utf8, "", "", "").with(Envelope.Signing.SYSTEM);
            post.queue()
                    .accept(new NewMessage(post.queue().nextMid(), envelope, recipients, message(content, now), now));
        } catch (IOException | MessagingException e) {
            LOG.warn("The digest of reports could not be queued", e);
        }
    }

    private byte[] message(DigestText.Content content, Instant now) throws MessagingException, IOException {
        DigestText words = new DigestText(post.texts(), settings.language());
        return new DigestMessage(
                        post.hostname(),
                        settings.to(),
                        words.subject(content, post.hostname()),
                        words.body(content, post.hostname(), settings.csv()),
                        settings.csv() ? files.of(content.range()) : List.of())
                .octets(now);
    }
}
