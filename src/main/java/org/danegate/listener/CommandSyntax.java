package org.danegate.listener;

import java.util.List;
import java.util.Locale;
import org.danegate.address.MailAddress;
import org.danegate.policy.ListenerSettings.AddressParsing;

/// Reads command lines (RFC 5321 4.1.1; SIZE RFC 1870, 8BITMIME RFC 6152, SMTPUTF8 RFC 6531, DSN RFC 3461,
/// REQUIRETLS RFC 8689).
final class CommandSyntax {

    static final Reply PARAMETER_UNKNOWN = Reply.of(555, "5.5.4", "Parameter not recognized");

    private final String hostname;
    private final AddressParsing parsing;

    /// @param hostname domain of a bare `<postmaster>` (RFC 5321 4.5.1)
    /// @param parsing how addresses are read
    CommandSyntax(String hostname, AddressParsing parsing) {
        this.hostname = hostname;
        this.parsing = parsing;
    }

    /// Parses the command of a line; faults are returned as {@link Command.Faulty}.
    Command parse(String line) {
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String rest = space < 0 ? "" : line.substring(space + 1).strip();
        try {
            return switch (verb) {
                case "HELO" -> hello(rest, false);
                case "EHLO" -> hello(rest, true);
                case "MAIL" -> mail(rest);
                case "RCPT" -> recipient(rest);
                case "DATA" -> bare(rest, new Command.Data());
                case "STARTTLS" -> bare(rest, new Command.StartTls());
                case "AUTH" -> auth(rest);
                case "RSET" -> bare(rest, new Command.Reset());
                case "QUIT" -> bare(rest, new Command.Quit());
                case "NOOP" -> new Command.Answered(Reply.OK);
                case "HELP" ->
                    new Command.Answered(
                            Reply.of(214, "2.0.0", "EHLO HELO MAIL RCPT DATA RSET NOOP VRFY HELP STARTTLS AUTH QUIT"));
                case "VRFY" -> verify(rest);
                case "EXPN" -> new Command.Faulty(Reply.of(502, "5.5.1", "EXPN is not offered"), false);
                case "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT" -> new Command.Foreign();
                default -> new Command.Faulty(Reply.UNKNOWN, false);
            };
        } catch (SyntaxException fault) {
            return new Command.Faulty(fault.reply, verb.equals("RCPT"));
        }
    }

    private static Command bare(String rest, Command command) throws SyntaxException {
        if (!rest.isEmpty()) {
            throw new SyntaxException(Reply.of(501, "5.5.4", "The command takes no parameters"));
        }
        return command;
    }

    private static Command auth(String rest) throws SyntaxException {
        String[] words = rest.split(" ", -1);
        if (rest.isEmpty() || words.length > 2) {
            throw new SyntaxException(Reply.of(501, "5.5.4", "AUTH needs a mechanism and at most one response"));
        }
        return new Command.Auth(words[0], words.length == 2 ? words[1] : null);
    }

    private static Command verify(String rest) throws SyntaxException {
        if (rest.isEmpty()) {
            throw new SyntaxException(Reply.of(501, "5.5.4", "VRFY needs a name"));
        }
        return new Command.Answered(
                Reply.of(252, "2.1.5", "Cannot VRFY user, but will accept message and attempt delivery"));
    }

    private static Command hello(String name, boolean extended) throws SyntaxException {
        // The name is copied into Received: nothing in it may end a comment, a line or a token there.
        if (name.isEmpty() || name.length() > 255 || !name.chars().allMatch(CommandSyntax::isHelloCharacter)) {
            throw new SyntaxException(Reply.of(501, "5.5.4", "A domain name or address literal is needed"));
        }
        return new Command.Hello(name, extended);
    }

    private static boolean isHelloCharacter(int c) {
        return c > 0x20 && c < 0x7f && "()<>@,;\\\"".indexOf(c) < 0;
    }

    private Command mail(String rest) throws SyntaxException {
        PathSyntax.Parsed path = PathSyntax.parse(after(rest, "FROM:"), true, parsing);
        EsmtpParameters parameters = EsmtpParameters.parse(path.rest());
        long size = parameters.number("SIZE");
        boolean eightBit = parameters.oneOf("BODY", List.of("7BIT", "8BITMIME")).equals("8BITMIME");
        boolean utf8 = parameters.flag("SMTPUTF8");
        boolean requireTls = parameters.flag("REQUIRETLS");
        String dsnReturn = parameters.oneOf("RET", List.of("FULL", "HDRS"));
        String envelopeId = parameters.xtext("ENVID", 100);
        // Who submitted the mail elsewhere (RFC 4954 section 5): read, and believed of nobody.
        parameters.submitter("AUTH");
        if (parameters.hasMore()) {
            throw new SyntaxException(PARAMETER_UNKNOWN);
        }
        if (!utf8 && !isAscii(path.text())) {
            throw new SyntaxException(Reply.of(553, "5.6.7", "The address needs SMTPUTF8"));
        }
        if (!path.text().isEmpty()) {
            address(path.text(), "5.1.7");
        }
        return new Command.Mail(path.text(), size, eightBit, utf8, dsnReturn, envelopeId, requireTls);
    }

    private Command recipient(String rest) throws SyntaxException {
        PathSyntax.Parsed path = PathSyntax.parse(after(rest, "TO:"), false, parsing);
        EsmtpParameters parameters = EsmtpParameters.parse(path.rest());
        String notify = parameters.notification();
        String original = parameters.originalRecipient();
        if (parameters.hasMore()) {
            throw new SyntaxException(PARAMETER_UNKNOWN);
        }
        boolean postmaster = path.text().equalsIgnoreCase("postmaster");
        MailAddress address = address(postmaster ? path.text() + "@" + hostname : path.text(), "5.1.3");
        return new Command.Recipient(address, postmaster, notify, original);
    }

    private static MailAddress address(String text, String enhanced) throws SyntaxException {
        try {
            return MailAddress.parse(text);
        } catch (IllegalArgumentException badDomain) {
            throw new SyntaxException(Reply.of(553, enhanced, "The address has no valid domain"));
        }
    }

    private static String after(String rest, String keyword) throws SyntaxException {
        if (!rest.regionMatches(true, 0, keyword, 0, keyword.length())) {
            throw new SyntaxException(Reply.of(501, "5.5.4", "Syntax: " + keyword + "<address>"));
        }
        return rest.substring(keyword.length()).stripLeading();
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
