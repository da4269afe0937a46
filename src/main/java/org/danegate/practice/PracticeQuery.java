package org.danegate.practice;

/// One query that reached a practice resolver.
///
/// @param name as queried, lower case, without final dot; empty for the root
/// @param type `MX`, `TLSA`, …
/// @param transport how it arrived
/// @param dnssecOk the DO bit (RFC 3225)
/// @param checkingDisabled the CD bit (RFC 4035 section 3.2.2)
public record PracticeQuery(String name, String type, Transport transport, boolean dnssecOk, boolean checkingDisabled) {
    /// The transport of the query.
    public enum Transport {
        UDP,
        TCP
    }
}
