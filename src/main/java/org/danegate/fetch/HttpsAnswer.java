package org.danegate.fetch;

import org.danegate.address.OutsideText;

/// How a request ended.
public sealed interface HttpsAnswer {

    /// The server answered.
    ///
    /// @param status HTTP status, 100 to 999
    /// @param mediaType type and subtype in lower case, without parameters; empty when the answer has none
    /// @param body at most as long as was asked for
    @SuppressWarnings("ArrayRecordComponent")
    record Answered(int status, String mediaType, byte[] body) implements HttpsAnswer {}

    /// There is no answer.
    ///
    /// @param code short and stable, such as `connect` or `certificate-name`
    /// @param reason one phrase for people
    record Failed(Step step, String code, String reason) implements HttpsAnswer {

        private static final int MOST_REASON = 500;

        public Failed {
            reason = OutsideText.brief(reason, MOST_REASON);
        }
    }

    /// Where a request ended.
    enum Step {
        /// The name has no address that may be called, or it could not be looked up.
        ADDRESS,
        /// No connection.
        CONNECT,
        /// The certificate was refused.
        CERTIFICATE,
        /// TLS was not established for another reason.
        TLS,
        /// What came is no answer, or is too long.
        HTTP,
        /// The time was over.
        TIME
    }
}
