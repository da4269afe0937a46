package org.danegate.dns;

import java.time.Duration;
import java.time.Instant;
import org.danegate.dns.answer.Answer.Failure;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// An answer below the validator, not validated.
///
/// @param until when it may no longer be used
/// @param lost the loss that it means instead; null when the answer can be used
record RawAnswer(
        Message message,
        String server,
        Instant until,
        @Nullable Lost lost) {

    private static final Duration LONGEST = Duration.ofHours(1);

    /// What a server's reply means: an answer while its records live, or a loss.
    static RawAnswer of(RawQuestion question, Servers.Reply reply, Instant now) {
        int rcode = reply.message().getRcode();
        if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
            return new RawAnswer(reply.message(), reply.server(), now.plus(ttl(reply.message())), null);
        }
        Failure failure = rcode == Rcode.REFUSED
                ? Failure.REFUSED
                : rcode == Rcode.FORMERR ? Failure.MALFORMED : Failure.SERVFAIL;
        String text = reply.server() + " answered " + Rcode.string(rcode) + " for " + question.text();
        return new RawAnswer(reply.message(), reply.server(), now, new Lost(failure, text));
    }

    private static Duration ttl(Message message) {
        // An empty answer to a question for keys gives no TTL, so it is not kept.
        boolean empty = message.getSection(Section.ANSWER).isEmpty()
                && message.getSection(Section.AUTHORITY).isEmpty();
        long least = empty ? 0 : LONGEST.toSeconds();
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : message.getSection(section)) {
                least = Math.min(least, record.getTTL());
            }
        }
        return Duration.ofSeconds(Math.max(0, least));
    }
}
