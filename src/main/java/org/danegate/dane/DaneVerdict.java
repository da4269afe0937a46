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
    ///
    /// @param miss how far the record that came nearest to a match went
    record Failed(String reason, Miss miss) implements DaneVerdict {
        public Failed {
            reason = OutsideText.brief(reason, MOST_REASON);
        }

        /// No record names any of the certificates, or there was none to compare.
        public Failed(String reason) {
            this(reason, Miss.NO_RECORD);
        }
    }

    /// What a certificate lacks, from the least to the most that was met.
    enum Miss {
        /// No record names one of the certificates presented.
        NO_RECORD,
        /// A record names a trust anchor, but no valid path leads to it from the server's certificate.
        PATH,
        /// The path is valid, but the server's certificate is for other names.
        NAME
    }

    /// The plan asked for no certificate check.
    record NotChecked(String reason) implements DaneVerdict {}
}
