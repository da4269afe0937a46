package org.danegate.words.ssh;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.danegate.access.Role;
import org.danegate.access.ShellSignIn;
import org.danegate.address.OutsideText;
import org.danegate.words.Screen;
import org.danegate.words.WordUser;
import org.danegate.words.Words;
import org.danegate.words.wire.WordNames;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;

/// What an SSH session may do: say one word, or sit in a shell for words.
final class SshShell {

    private static final Set<String> ENDS = Set.of("exit", "quit", "logout");

    private final Words words;
    private final ShellSignIn signIn;
    private final String prompt;

    /// @param host this host's name, for the prompt
    SshShell(Words words, ShellSignIn signIn, String host) {
        this.words = words;
        this.signIn = signIn;
        this.prompt = host + "> ";
    }

    /// A word that came as a command.
    Command command(ChannelSession channel, String line) {
        return new WordChannel(channel, (screen, terminal) -> said(line, channel, screen));
    }

    /// A shell.
    Command shell(ChannelSession channel) {
        return new WordChannel(channel, (screen, terminal) -> {
            if (terminal == null) {
                screen.err("danegate: a shell needs a terminal; say a word: ssh USER@HOST WORD\n");
                return Words.NOT_RUN;
            }
            return talk(channel, terminal);
        });
    }

    private int talk(ChannelSession channel, TerminalScreen terminal) {
        LineReader lines = terminal.lines(WordNames.ALL);
        terminal.out("Danegate. The word help lists all words; exit ends.\n");
        while (true) {
            try {
                String line = lines.readLine(prompt).strip();
                if (ENDS.contains(line.toLowerCase(Locale.ROOT))) {
                    return 0;
                }
                terminal.again();
                if (!line.isEmpty() && said(line, channel, terminal) < 0) {
                    return Words.NOT_RUN;
                }
            } catch (UserInterruptException ctrlC) {
                terminal.out("");
            } catch (EndOfFileException ctrlD) {
                return 0;
            }
        }
    }

    /// Runs a line with the role that the user has now.
    ///
    /// @return exit status; -1 when the user may not be here any more
    private int said(String line, ChannelSession channel, Screen screen) {
        String user = ShellSignIn.name(channel.getSession().getUsername());
        Optional<Role> role = signIn.role(user);
        if (role.isEmpty()) {
            screen.err("danegate: your account is not enabled any more\n");
            return -1;
        }
        List<String> said;
        try {
            said = ShellWords.of(line);
        } catch (IllegalArgumentException open) {
            screen.err("danegate: " + OutsideText.line(String.valueOf(open.getMessage())) + "\n");
            return Words.NOT_RUN;
        }
        return words.run(said, new WordUser(user, role.get(), SshUsers.address(channel.getSession())), screen);
    }
}
