package org.danegate.listener;

import static org.danegate.fuzz.Property.ascii;
import static org.danegate.fuzz.Property.holds;
import static org.danegate.fuzz.Property.oneLine;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.danegate.address.MailAddress;
import org.danegate.address.OriginalRecipient;
import org.danegate.address.Xtext;
import org.danegate.fuzz.FedSocket;
import org.danegate.policy.ListenerSettings.AddressParsing;

/// What a client sends to a listener: lines, commands, paths, parameters. Accepted input is safe in logs and in
/// commands to other hosts, where it means the same.
public final class CommandFuzz {

    private static final CommandSyntax STRICT = new CommandSyntax("gate.example.org", AddressParsing.STRICT);
    private static final CommandSyntax LOOSE = new CommandSyntax("gate.example.org", AddressParsing.LOOSE);
    private static final int LONGEST_PATH = 320;

    private CommandFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        try (FedSocket client = new FedSocket(input)) {
            OctetReader reader =
                    new OctetReader(client, new Deadline(client), Duration.ofMinutes(5), () -> {}, () -> false);
            while (true) {
                switch (reader.line()) {
                    case OctetReader.Line.Text line -> {
                        judge(STRICT.parse(line.text()));
                        judge(LOOSE.parse(line.text()));
                    }
                    case OctetReader.Line.Faulty faulty -> reply(faulty.reply());
                }
            }
        } catch (EOFException end) {
            // All was read.
        }
    }

    private static void judge(Command command) {
        switch (command) {
            case Command.Hello hello -> {
                ascii(hello.name());
                holds(!hello.name().contains(" ") && hello.name().length() <= 255, "a name that is none");
            }
            case Command.Mail mail -> mail(mail);
            case Command.Recipient recipient -> recipient(recipient);
            case Command.Answered answered -> reply(answered.reply());
            case Command.Faulty faulty -> reply(faulty.reply());
            case Command.Data data -> {}
            case Command.StartTls startTls -> {}
            case Command.Auth auth -> oneLine(auth.mechanism());
            case Command.Reset reset -> {}
            case Command.Quit quit -> {}
            case Command.Foreign foreign -> {}
        }
    }

    private static void mail(Command.Mail mail) {
        oneLine(mail.sender());
        holds(mail.size() >= 0, "a negative size");
        if (!mail.envelopeId().isEmpty()) {
            ascii(mail.envelopeId());
            ascii(Xtext.decode(mail.envelopeId()).orElseThrow());
        }
        if (!mail.sender().isEmpty()) {
            MailAddress taken = MailAddress.parse(mail.sender());
            String said = MailAddress.wireText(mail.sender());
            boolean utf8 = said.chars().anyMatch(c -> c > 0x7e);
            if (said.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH
                    && STRICT.parse("MAIL FROM:<" + said + ">" + (utf8 ? " SMTPUTF8" : ""))
                            instanceof Command.Mail again) {
                same(taken, MailAddress.parse(again.sender()));
            } else {
                holds(said.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH, "not taken again: " + said);
            }
        }
    }

    private static void recipient(Command.Recipient recipient) {
        oneLine(recipient.address().text());
        ascii(recipient.address().domain());
        if (!recipient.original().isEmpty()) {
            oneLine(recipient.original());
            holds(!recipient.original().contains(" "), "a parameter with a blank");
            ascii(OriginalRecipient.asciiParameter(recipient.original()));
        }
        String said = recipient.address().wireText();
        if (said.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH) {
            Command again = STRICT.parse("RCPT TO:<" + said + ">");
            holds(again instanceof Command.Recipient, "not taken again: " + said);
            same(recipient.address(), ((Command.Recipient) again).address());
        }
    }

    /// One mailbox: the same domain, and the same local part without quotes.
    private static void same(MailAddress one, MailAddress other) {
        holds(
                one.domain().equals(other.domain()) && bare(one.localPart()).equals(bare(other.localPart())),
                "another mailbox: " + one + " and " + other);
    }

    private static String bare(String local) {
        if (local.length() < 2 || !local.startsWith("\"") || !local.endsWith("\"")) {
            return local;
        }
        StringBuilder bare = new StringBuilder();
        for (int i = 1; i < local.length() - 1; i++) {
            if (local.charAt(i) == '\\') {
                i++;
            }
            bare.append(local.charAt(i));
        }
        return bare.toString();
    }

    private static void reply(Reply reply) {
        holds(reply.code() >= 200 && reply.code() < 600, "a code that is none");
        reply.lines().forEach(line -> ascii(line));
    }
}
