package org.danegate.words.word;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.danegate.access.Role;
import org.danegate.words.wire.ApplianceWords;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The table of words.
public final class Vocabulary {

    private static final List<Entry> ENTRIES = List.of(
            new Entry("status", Role.READ_ONLY_OPERATOR, StatusWord::new),
            new Entry("hoststatus", Role.HELP_DESK, HostStatusWord::new),
            new Entry("tophosts", Role.HELP_DESK, TopHostsWord::new),
            new Entry("hostrate", Role.HELP_DESK, HostRateWord::new),
            new Entry("delivernow", Role.OPERATOR, DeliverNowWord::new),
            new Entry("suspenddel", Role.OPERATOR, SuspendWord::new),
            new Entry("resumedel", Role.OPERATOR, ResumeWord::new),
            new Entry("tlsverify", Role.HELP_DESK, TlsVerifyWord::new),
            new Entry("daneverify", Role.HELP_DESK, DaneVerifyWord::new),
            new Entry("destconfig", Role.READ_ONLY_OPERATOR, DestConfigWord::make),
            new Entry("dnsstatus", Role.READ_ONLY_OPERATOR, DnsStatusWord::new),
            new Entry("dnsflush", Role.OPERATOR, DnsFlushWord::new),
            new Entry("tail", Role.READ_ONLY_OPERATOR, TailWord::new),
            new Entry("grep", Role.READ_ONLY_OPERATOR, GrepWord::new),
            new Entry("commit", Role.OPERATOR, CommitWord::new),
            new Entry("clearchanges", Role.OPERATOR, ClearChangesWord::new),
            new Entry("policy", Role.ADMINISTRATOR, PolicyWord::new));

    private Vocabulary() {}

    /// A word.
    ///
    /// @param role what its user must at least be
    /// @param maker makes an object of its command class, for one run
    public record Entry(String name, Role role, Supplier<Object> maker) {

        /// A fresh object of the command class.
        public Object make() {
            return maker.get();
        }

        /// What the word does, in half a line.
        public String summary() {
            return String.join(
                    "", new CommandLine(make()).getCommandSpec().usageMessage().description());
        }
    }

    /// All words, in the order of help.
    public static List<Entry> entries() {
        return ENTRIES;
    }

    /// A word by its name.
    public static Optional<Entry> entry(String name) {
        return ENTRIES.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /// What `help` prints.
    public static String list() {
        StringBuilder text = new StringBuilder("Words:\n");
        for (Entry entry : ENTRIES) {
            text.append(String.format("  %-13s %s%n", entry.name(), entry.summary()));
        }
        text.append("  help [WORD]   lists the words, or tells the arguments of one\n\n");
        text.append("Words of the appliance that are done elsewhere:\n");
        ApplianceWords.all().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(there -> text.append(String.format("  %-19s %s%n", there.getKey(), there.getValue())));
        return text.toString();
    }

    /// The command of the launcher with all words, from which the completion script is made.
    public static CommandLine launcher() {
        CommandLine all = new CommandLine(new Launcher());
        ENTRIES.forEach(entry -> all.addSubcommand(entry.name(), entry.make()));
        List.of("serve", "backup", "restore", "prepare", "help", "completion")
                .forEach(command -> all.addSubcommand(command, new Launcher()));
        Objects.requireNonNull(all.getSubcommands().get("policy"), "policy").addSubcommand("check", new CheckedFile());
        return all;
    }

    @Command(name = "danegate")
    private static final class Launcher {}

    @Command(name = "check", description = "checks a policy file, without a server")
    private static final class CheckedFile {

        @Parameters(paramLabel = "FILE", description = "policy file")
        private Path file = Path.of("");

        @Override
        public String toString() {
            return file.toString();
        }
    }
}
