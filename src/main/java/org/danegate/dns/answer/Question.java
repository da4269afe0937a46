package org.danegate.dns.answer;

import org.danegate.address.DomainName;

/// A name and a record type.
public record Question(DomainName name, RecordType type) {

    /// The record types that a sender queries.
    public enum RecordType {
        MX,
        A,
        AAAA,
        CNAME,
        TLSA,
        TXT
    }
}
