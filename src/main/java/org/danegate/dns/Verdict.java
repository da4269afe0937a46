package org.danegate.dns;

import java.time.Duration;
import org.danegate.dns.answer.Answer.Failure;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/// The validated result of one question.
sealed interface Verdict {

    /// NOERROR or NXDOMAIN.
    ///
    /// @param secure true when our own validation succeeded
    /// @param life how long the raw answer may still be used
    record Answered(
            Message message,
            boolean secure,
            String reason,
            @Nullable String server,
            Duration life) implements Verdict {}

    /// Signatures should exist but do not validate.
    record Bogus(String reason, @Nullable String server) implements Verdict {}

    /// Nothing usable came back.
    record Failed(Failure failure, String reason, @Nullable String server) implements Verdict {}
}
