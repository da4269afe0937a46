package org.danegate.tlsreports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;
import org.danegate.tlsrpt.ReportTarget;

/// A report on its way to one receiver.
///
/// @param target URI as published
/// @param at when the state began
/// @param tries 0 or more
/// @param next when it is tried again; {@link Instant#EPOCH} unless it waits
/// @param mid of the message in the queue; 0 for none
/// @param reason why it is in this state, one phrase; may be empty
public record ReportSending(
        LocalDate day,
        DomainName domain,
        String target,
        SendingState state,
        Instant at,
        int tries,
        Instant next,
        long mid,
        String reason) {

    /// The most characters of a reason: receivers may decide how long it is.
    static final int MOST_REASON = 500;

    public ReportSending {
        reason = OutsideText.brief(reason, MOST_REASON);
    }

    /// A report that is about to be handed over.
    static ReportSending begin(LocalDate day, DomainName domain, ReportTarget target, Instant now) {
        return new ReportSending(day, domain, target.uri(), SendingState.HANDING_OVER, now, 1, Instant.EPOCH, 0, "");
    }

    /// The same in another state.
    ReportSending in(SendingState other, Instant now, String why) {
        return new ReportSending(day, domain, target, other, now, tries, Instant.EPOCH, mid, why);
    }

    /// The same as a message in the queue.
    ReportSending queued(long as, Instant now) {
        return new ReportSending(day, domain, target, SendingState.QUEUED, now, tries, Instant.EPOCH, as, "");
    }

    /// The same, to be tried again.
    ReportSending waiting(Instant until, Instant now, String why) {
        return new ReportSending(day, domain, target, SendingState.WAITING, now, tries, until, 0, why);
    }

    /// The same at its next try.
    ReportSending again(Instant now) {
        return new ReportSending(
                day, domain, target, SendingState.HANDING_OVER, now, tries + 1, Instant.EPOCH, 0, reason);
    }

    /// The receiver; empty for a URI that is none.
    Optional<ReportTarget> receiver() {
        return ReportTarget.of(target);
    }

    /// The receiver as a key, the same for all domains that share it.
    String targetKey() {
        return receiver().map(ReportSending::key).orElseGet(() -> CountKey.hash(target));
    }

    private static String key(ReportTarget receiver) {
        return switch (receiver) {
            case ReportTarget.Mail mail ->
                CountKey.hash("mailto", mail.address().wireText().toLowerCase(Locale.ROOT));
            case ReportTarget.Https https -> CountKey.hash("https", https.uri());
        };
    }
}
