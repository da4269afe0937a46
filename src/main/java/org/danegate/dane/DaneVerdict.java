package org.danegate.dane;

import org.danegate.address.OutsideText;
import org.danegate.dns.answer.TlsaRecord;

/// What the handshake's certificates say under a plan (seed tables, column 4).
public sealed interface DaneVerdict {

    /// Characters of a reason: certificates and records of others decide how much there is to say.
    int MOST_REASON = 1000;

    /// One sentence for people.
    String reason();

    /// "DANE Success".
    ///
    /// @param record the record that matched
    /// @param depth position of the matched certificate in the chain sent, 0 the server's own; -1 a trust anchor
    ///              that the record itself carried
    record Success(TlsaRecord record, int depth, String reason) implements DaneVerdict {
        public Success {
            reason = OutsideText.brief(reason, MOST_REASON);
        }
    }

    /// "DANE Fail": no record matches, or no TLS where it is compulsory.
    record Failed(String reason) implements DaneVerdict {
        public Failed {
            reason = OutsideText.brief(reason, MOST_REASON);
        }
    }

    /// The plan asked for no certificate check.
    record NotChecked(String reason) implements DaneVerdict {}
}
