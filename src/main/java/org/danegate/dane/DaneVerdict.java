package org.danegate.dane;

import org.danegate.address.OutsideText;
import org.danegate.dns.answer.TlsaRecord;

/// The result of checking the handshake's certificates under a plan (seed tables, column 4).
public sealed interface DaneVerdict {

    /// Longest reason, in characters: others' certificates and records decide how long a reason becomes.
    int MOST_REASON = 1000;

    /// One sentence for people.
    String reason();

    /// "DANE Success".
    ///
    /// @param record the record that matched
    /// @param depth position of the matched certificate in the chain sent, 0 for the server's own; -1 for a trust
    ///     anchor that the record itself carried
    record Success(TlsaRecord record, int depth, String reason) implements DaneVerdict {
        public Success {
            reason = OutsideText.brief(reason, MOST_REASON);
        }
    }

    /// "DANE Fail": no record matches, or TLS is missing although it is compulsory.
    record Failed(String reason) implements DaneVerdict {
        public Failed {
            reason = OutsideText.brief(reason, MOST_REASON);
        }
    }

    /// The plan asked for no certificate check.
    record NotChecked(String reason) implements DaneVerdict {}
}
