package org.danegate.smtp;

import java.util.ArrayList;
import java.util.List;
import org.danegate.address.OriginalRecipient;

/// One mail transaction.
///
/// @param from reverse-path without angle brackets, empty for the null path
/// @param recipients at least one
/// @param eightBit the body may hold octets above 127
/// @param utf8 the envelope or header needs SMTPUTF8 (RFC 6531)
/// @param dsnReturn RET parameter, empty for none
/// @param envelopeId ENVID parameter, empty for none
/// @param requireTls whether the server must require TLS too (RFC 8689)
/// @param content the message
public record Transaction(
        String from,
        List<Recipient> recipients,
        boolean eightBit,
        boolean utf8,
        String dsnReturn,
        String envelopeId,
        boolean requireTls,
        Content content) {

    /// A transaction that does not require TLS further on.
    public Transaction(
            String from,
            List<Recipient> recipients,
            boolean eightBit,
            boolean utf8,
            String dsnReturn,
            String envelopeId,
            Content content) {
        this(from, recipients, eightBit, utf8, dsnReturn, envelopeId, false, content);
    }

    public Transaction {
        recipients = List.copyOf(recipients);
    }

    /// A recipient with its DSN parameters (RFC 3461), each empty for none.
    public record Recipient(String address, String dsnNotify, String originalRecipient) {}

    /// MAIL and RCPT commands with the parameters that the peer's extensions allow.
    List<String> commands(Extensions peer) {
        List<String> commands = new ArrayList<>();
        boolean dsn = peer.has("DSN");
        boolean international = utf8 && peer.has("SMTPUTF8");
        commands.add(mail(peer, dsn, international));
        for (Recipient r : recipients) {
            commands.add(rcpt(r, dsn, international));
        }
        return commands;
    }

    private String mail(Extensions peer, boolean dsn, boolean international) {
        StringBuilder mail = new StringBuilder("MAIL FROM:<").append(from).append('>');
        if (peer.has("SIZE")) {
            mail.append(" SIZE=").append(content.size());
        }
        if (eightBit && peer.has("8BITMIME")) {
            mail.append(" BODY=8BITMIME");
        }
        if (international) {
            mail.append(" SMTPUTF8");
        }
        if (requireTls && peer.has("REQUIRETLS")) {
            mail.append(" REQUIRETLS");
        }
        append(mail, dsn, " RET=", dsnReturn);
        append(mail, dsn, " ENVID=", envelopeId);
        return mail.append("\r\n").toString();
    }

    private static String rcpt(Recipient r, boolean dsn, boolean international) {
        StringBuilder rcpt = new StringBuilder("RCPT TO:<").append(r.address()).append('>');
        append(rcpt, dsn, " NOTIFY=", r.dsnNotify());
        String original = r.originalRecipient();
        append(rcpt, dsn, " ORCPT=", international ? original : OriginalRecipient.asciiParameter(original));
        return rcpt.append("\r\n").toString();
    }

    private static void append(StringBuilder command, boolean offered, String parameter, String value) {
        if (offered && !value.isEmpty()) {
            command.append(parameter).append(value);
        }
    }
}
