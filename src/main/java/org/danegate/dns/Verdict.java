package org.danegate.dns;

import java.time.Duration;
import java.util.List;
import org.danegate.dns.answer.Answer.Failure;
import org.danegate.dns.answer.Signature;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/// The validated result of one question.
sealed interface Verdict {

    /// NOERROR or NXDOMAIN.
    ///
    /// @param secure true when our own validation succeeded
    /// @param life how long the raw answer may still be used
    /// @param ofSigners signatures of the keys and delegations of the zones that signed it, as far as known
    record Answered(
            Message message,
            boolean secure,
            String reason,
            @Nullable String server,
            Duration life,
            List<Signature> ofSigners)
            implements Verdict {}

    /// Signatures should exist but do not validate.
    record Bogus(String reason, @Nullable String server) implements Verdict {}

    /// Nothing usable came back.
    record Failed(Failure failure, String reason, @Nullable String server) implements Verdict {}
}
