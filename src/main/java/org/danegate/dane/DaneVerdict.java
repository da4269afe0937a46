package org.danegate.dane;

import org.danegate.dns.answer.TlsaRecord;

/// What the handshake's certificates say under a plan (seed tables, column 4).
public sealed interface DaneVerdict {

    /// One sentence for people.
    String reason();

    /// "DANE Success".
    ///
    /// @param record the record that matched
    /// @param depth position of the matched certificate in the chain sent, 0 the server's own; -1 a trust anchor
    ///              that the record itself carried
    record Success(TlsaRecord record, int depth, String reason) implements DaneVerdict {}

    /// "DANE Fail": no record matches, or no TLS where it is compulsory.
    record Failed(String reason) implements DaneVerdict {}

    /// The plan asked for no certificate check.
    record NotChecked(String reason) implements DaneVerdict {}
}
