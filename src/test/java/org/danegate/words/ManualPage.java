package org.danegate.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.danegate.words.wire.ApplianceWords;
import org.danegate.words.word.Vocabulary;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Makes the manual page danegate(1) from the usage that the command prints and from the table of words.
final class ManualPage {

    /// A command of the usage: two spaces, then lines that go on with more than six, and what it does after six.
    private static final Pattern COMMAND = Pattern.compile("  (danegate .+\\R(?: {15,}[\\[-].+\\R)*)((?: {6}.+\\R)+)");

    private static final String BEFORE = """
            .\\" Made by ManualPageTest from the help of the command. What is changed here is lost.
            .TH DANEGATE 1 "" "Danegate" "Danegate"
            .nh
            .ad l
            .SH NAME
            danegate \\- outbound mail gateway that verifies receivers by DANE
            .SH SYNOPSIS
            .B danegate
            .I COMMAND
            .RI [ ARGUMENT ]...
            .SH DESCRIPTION
            Danegate takes mail by SMTP, keeps it in a durable queue, validates DNSSEC itself, compares the certificates of
            receivers with their TLSA records (RFC 7672) and delivers.
            .PP
            The command starts the server
            .RB ( "danegate serve" ,
            which the service
            .B danegate.service
            does), sends words to a running server, and does what needs no server.
            .SH COMMANDS
            """;

    private static final String AFTER = """
            .SH ENVIRONMENT
            .TP
            .B DANEGATE_DATA_DIR
            the server's data directory
            .TP
            .BR DANEGATE_URL ", " DANEGATE_TOKEN ", " DANEGATE_TOKEN_FILE ", " DANEGATE_CA_FILE
            a server elsewhere, an API token for it or the file with one, and certificates that sign the console's
            .TP
            .B DANEGATE_JAVA
            a Java 25 or newer, as its home or its program; else JAVA_HOME, PATH and /usr/lib/jvm are searched
            .TP
            .B JAVA_OPTS
            options for the Java of the server; they win over those of the launcher
            .TP
            .B DANEGATE_CACHE_DIR
            the folder of the archives with which Java starts quickly
            .TP
            .B DANEGATE_ARCHIVES
            with
            .B off
            the server starts without them and none are made
            .TP
            .B DANEGATE_TRAINING_MESSAGES
            how many messages the training run of
            .B danegate prepare
            delivers to itself; 6000 if not set
            .SH FILES
            .TP
            .I /etc/danegate/application.yml
            settings of this host, read at each start
            .TP
            .I /etc/danegate/policy.yml
            the first policy, read once
            .TP
            .I /etc/default/danegate
            environment of the service
            .TP
            .I /var/lib/danegate
            queue, database, certificates and logs
            .TP
            .I /var/cache/danegate
            archives with which Java starts quickly
            .SH SEE ALSO
            .BR systemctl (1),
            .BR journalctl (1)
            .PP
            .I /usr/share/doc/danegate/README.md
            and the folder
            .I docs
            beside it.
            """;

    private final StringBuilder page = new StringBuilder(BEFORE);

    private ManualPage() {}

    /// @param usage what `danegate help` prints
    static String of(String usage) {
        ManualPage manual = new ManualPage();
        manual.commands(usage);
        manual.words(usage);
        manual.page.append(AFTER);
        return manual.page.toString();
    }

    private void commands(String usage) {
        Matcher command = COMMAND.matcher(usage);
        while (command.find()) {
            String synopsis = command.group(1).strip().replaceAll("\\s+", " ");
            page.append(".TP\n.B ").append(text(synopsis)).append('\n');
            // The exit statuses are a paragraph of their own.
            String[] told = command.group(2).strip().replaceAll("\\s+", " ").split(" (?=exit status:)");
            page.append(text(told[0])).append('\n');
            for (int i = 1; i < told.length; i++) {
                page.append(".br\n").append(text(told[i])).append('\n');
            }
        }
    }

    private void words(String usage) {
        page.append(".SH WORDS FOR A RUNNING SERVER\n");
        page.append("The server prints the answer. For all of them:\n.PP\n.nf\n");
        usage.substring(usage.indexOf("      --data-dir DIR     "))
                .lines()
                .forEach(line ->
                        page.append(text(line.replaceFirst("^ {4}", ""))).append('\n'));
        page.append(".fi\n");
        for (Vocabulary.Entry entry : Vocabulary.entries()) {
            CommandSpec word = new CommandLine(entry.make()).getCommandSpec();
            page.append(".SS ").append(text(entry.name())).append('\n');
            page.append(text(sentence(word) + " Least role: " + entry.role().label() + "."))
                    .append('\n');
            if (word.subcommands().isEmpty()) {
                synopsis(entry.name(), word);
                arguments(word);
            }
            word.subcommands().values().stream().distinct().forEach(below -> {
                String name = entry.name() + " " + below.getCommandName();
                synopsis(name, below.getCommandSpec());
                page.append(".br\n")
                        .append(text(sentence(below.getCommandSpec())))
                        .append('\n');
                arguments(below.getCommandSpec());
            });
        }
        page.append(".SH WORDS OF THE APPLIANCE THAT ARE DONE ELSEWHERE\n");
        ApplianceWords.all().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> item(one.getKey(), one.getValue()));
    }

    private void synopsis(String name, CommandSpec word) {
        List<String> synopsis = new ArrayList<>(List.of("danegate", name));
        options(word).forEach(option -> synopsis.add("[" + names(option).replace(", ", "|") + "]"));
        for (PositionalParamSpec given : word.positionalParameters()) {
            synopsis.add(given.arity().min() > 0 ? given.paramLabel() : "[" + given.paramLabel() + "]");
        }
        page.append(".PP\n.B ").append(text(String.join(" ", synopsis))).append('\n');
    }

    private void arguments(CommandSpec word) {
        word.positionalParameters().forEach(given -> item(given.paramLabel(), String.join(" ", given.description())));
        options(word).forEach(option -> item(names(option), String.join(" ", option.description())));
    }

    private static List<OptionSpec> options(CommandSpec word) {
        return word.options().stream().filter(option -> !option.usageHelp()).toList();
    }

    private static String names(OptionSpec option) {
        String label = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
        return List.of(option.names()).stream().map(name -> name + label).collect(Collectors.joining(", "));
    }

    private static String sentence(CommandSpec word) {
        String told = String.join(" ", word.usageMessage().description());
        return Character.toUpperCase(told.charAt(0)) + told.substring(1) + ".";
    }

    private void item(String what, String told) {
        page.append(".TP\n.B ").append(text(what)).append('\n');
        page.append(text(told)).append('\n');
    }

    /// As roff reads it: no escapes, a hyphen that can be copied, and no line that is a request.
    private static String text(String plain) {
        String safe = plain.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
