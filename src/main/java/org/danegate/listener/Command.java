package org.danegate.listener;

import org.danegate.address.MailAddress;
import org.jspecify.annotations.Nullable;

/// A client's command (RFC 5321 4.1.1), read from one line.
sealed interface Command {

    /// HELO or EHLO with the name that the client gives for itself.
    record Hello(String name, boolean extended) implements Command {}

    /// MAIL FROM.
    ///
    /// @param sender reverse-path without brackets, empty for the null sender
    /// @param size SIZE parameter (RFC 1870), 0 when absent
    /// @param requireTls REQUIRETLS was given (RFC 8689)
    record Mail(
            String sender,
            long size,
            boolean eightBit,
            boolean utf8,
            String dsnReturn,
            String envelopeId,
            boolean requireTls)
            implements Command {}

    /// RCPT TO.
    ///
    /// @param dsnNotify NOTIFY parameter as given, empty when absent (RFC 3461 4.1)
    /// @param original ORCPT parameter as given, empty when absent (RFC 3461 4.2)
    record Recipient(MailAddress address, boolean postmaster, String dsnNotify, String original) implements Command {}

    /// DATA.
    record Data() implements Command {}

    /// STARTTLS (RFC 3207).
    record StartTls() implements Command {}

    /// AUTH (RFC 4954).
    ///
    /// @param mechanism as the client gave it
    /// @param initial initial response in Base64, `=` for an empty one; null for none
    record Auth(String mechanism, @Nullable String initial) implements Command {

        /// Without the response, which may hold a password.
        @Override
        public String toString() {
            return "AUTH";
        }
    }

    /// RSET.
    record Reset() implements Command {}

    /// QUIT.
    record Quit() implements Command {}

    /// NOOP, HELP or VRFY: a fixed answer that changes nothing.
    record Answered(Reply reply) implements Command {}

    /// A line that is refused.
    ///
    /// @param recipient whether the line was meant to name a recipient
    record Faulty(Reply reply, boolean recipient) implements Command {}

    /// A request of another protocol, such as one from a browser tricked into posting to this port: the line
    /// is dropped.
    record Foreign() implements Command {}
}
