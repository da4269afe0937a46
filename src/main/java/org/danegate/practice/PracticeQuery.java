package org.danegate.practice;

/// One question that reached a practice resolver.
///
/// @param name as asked, lower case, without final dot; empty for the root
/// @param type `MX`, `TLSA`, …
/// @param transport how it came
/// @param dnssecOk the DO bit (RFC 3225)
/// @param checkingDisabled the CD bit (RFC 4035 section 3.2.2)
public record PracticeQuery(String name, String type, Transport transport, boolean dnssecOk, boolean checkingDisabled) {
    /// What carried the question.
    public enum Transport {
        UDP,
        TCP
    }
}
