package org.danegate.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.danegate.command.CommandLine;
import org.danegate.peers.Peers;
import org.danegate.words.wire.WordNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The manual page that is installed says what the command's own help says.
@Timeout(60)
class ManualPageTest {

    private static final Path SHIPPED = Path.of("src/packages/system/danegate.1");

    private static String usage() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(CommandLine.run(List.of("help"), out, System.err)).isZero();
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_shipped_page_is_the_one_of_the_help() throws IOException {
        String made = ManualPage.of(usage());
        Path fresh = Files.createDirectories(Path.of("target/manual")).resolve("danegate.1");
        Files.writeString(fresh, made);
        assertThat(SHIPPED)
                .as("copy %s to %s when commands, words or arguments have changed", fresh, SHIPPED)
                .hasContent(made);
    }

    @Test
    void it_names_each_command_each_word_and_each_variable_of_the_launcher() throws IOException {
        String page = Files.readString(SHIPPED).replace("\\-", "-");
        usage().lines()
                .filter(line -> line.startsWith("  danegate "))
                .map(line -> line.strip().split("[\\[|.]")[0].strip())
                .forEach(command -> assertThat(page).contains(".B " + command));
        WordNames.ALL.forEach(word -> assertThat(page).contains(".SS " + word + "\n"));
        var variables = new TreeSet<String>();
        Pattern.compile("(?:DANEGATE|JAVA)_[A-Z_]+")
                .matcher(Files.readString(Path.of("bin/danegate")))
                .results()
                .forEach(found -> variables.add(found.group()));
        variables.remove("JAVA_VERSION");
        assertThat(variables).isNotEmpty().allSatisfy(name -> assertThat(page).contains(name));
    }

    @Test
    void groff_reads_it_without_a_warning() throws IOException, InterruptedException {
        Peers.require("/usr/bin/groff", "groff-base");
        ProcessBuilder builder =
                new ProcessBuilder("groff", "-man", "-Tutf8", "-ww", "-P-cbou", "-rLL=100n", SHIPPED.toString());
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8"));
        Path faults = Files.createTempFile("danegate-manual", ".txt");
        try {
            Process groff = builder.redirectError(faults.toFile()).start();
            String shown = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(groff.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(faults).isEmptyFile();
            assertThat(shown.replaceAll("\\s+", " "))
                    .contains("danegate daneverify [--policy-file FILE]", "--limit N", "DANEGATE_JAVA");
        } finally {
            Files.delete(faults);
        }
    }
}
