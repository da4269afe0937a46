package org.danegate.queue;

import org.danegate.event.Lane;
import org.danegate.event.TlsTag;

/// The facts about a message other than its recipients.
///
/// @param sender reverse-path without angle brackets, empty for `<>`
/// @param relayed true when the message came in under RELAY: DANE applies only then (seed "Mail Direction")
/// @param eightBit BODY=8BITMIME was given (RFC 6152)
/// @param utf8 SMTPUTF8 was given (RFC 6531)
/// @param dsnReturn DSN RET parameter, `FULL`, `HDRS` or empty (RFC 3461 4.3)
/// @param envelopeId DSN ENVID parameter as given, empty when absent
/// @param listener name of the listener that took it; empty for messages made by Danegate
/// @param gateway name of the IP interface it leaves by (virtual gateway), empty for the system's choice
/// @param tls what the message asks of TLS: REQUIRETLS for MAIL's parameter, NOT_REQUIRED for the field
///     `TLS-Required: No` where it is honoured (RFC 8689), REPORT for a TLS report, which must be signed as SYSTEM
/// @param signing whether it is signed with DKIM when it leaves
/// @param tlsMandatory whether a content filter in front of this server asked for TLS with the field
///     `X-ESA-CF-TLS-Mandatory`, and the mail flow policy honours it
public record Envelope(
        String sender,
        boolean relayed,
        boolean eightBit,
        boolean utf8,
        String dsnReturn,
        String envelopeId,
        String listener,
        String gateway,
        TlsTag tls,
        Signing signing,
        boolean tlsMandatory) {

    /// Whether mail is signed with DKIM, if a signing profile matches it.
    public enum Signing {
        /// Never.
        NONE,
        /// As mail of a sender whose mail flow policy has DKIM signing on.
        SENDER,
        /// As mail of Danegate itself, for the domain of its From field.
        SYSTEM
    }

    public Envelope {
        if (tls == TlsTag.REPORT && signing != Signing.SYSTEM) {
            throw new IllegalArgumentException("a TLS report is signed as mail of Danegate");
        }
    }

    /// An envelope of mail for which no content filter asked for TLS.
    public Envelope(
            String sender,
            boolean relayed,
            boolean eightBit,
            boolean utf8,
            String dsnReturn,
            String envelopeId,
            String listener,
            String gateway,
            TlsTag tls,
            Signing signing) {
        this(sender, relayed, eightBit, utf8, dsnReturn, envelopeId, listener, gateway, tls, signing, false);
    }

    /// An envelope of mail that asks nothing of TLS and is not signed.
    public Envelope(
            String sender,
            boolean relayed,
            boolean eightBit,
            boolean utf8,
            String dsnReturn,
            String envelopeId,
            String listener,
            String gateway) {
        this(sender, relayed, eightBit, utf8, dsnReturn, envelopeId, listener, gateway, TlsTag.NONE, Signing.NONE);
    }

    /// An envelope of mail for which the system chooses the outgoing address.
    public Envelope(
            String sender,
            boolean relayed,
            boolean eightBit,
            boolean utf8,
            String dsnReturn,
            String envelopeId,
            String listener) {
        this(sender, relayed, eightBit, utf8, dsnReturn, envelopeId, listener, "");
    }

    /// The same envelope of mail that asks this of TLS.
    public Envelope with(TlsTag other) {
        return new Envelope(
                sender,
                relayed,
                eightBit,
                utf8,
                dsnReturn,
                envelopeId,
                listener,
                gateway,
                other,
                signing,
                tlsMandatory);
    }

    /// The same envelope of mail that is signed, or is not.
    public Envelope with(Signing other) {
        return new Envelope(
                sender, relayed, eightBit, utf8, dsnReturn, envelopeId, listener, gateway, tls, other, tlsMandatory);
    }

    /// The same envelope of mail for which a content filter asked for TLS, or did not.
    public Envelope withTlsMandatory(boolean other) {
        return new Envelope(
                sender, relayed, eightBit, utf8, dsnReturn, envelopeId, listener, gateway, tls, signing, other);
    }

    /// The lane of this mail: the mail of a destination that shares its outcome.
    public Lane lane() {
        boolean ifOffered = tls == TlsTag.REQUIRETLS && sender.isEmpty();
        return new Lane(relayed, gateway, ifOffered ? TlsTag.REQUIRETLS_IF_OFFERED : tls);
    }
}
