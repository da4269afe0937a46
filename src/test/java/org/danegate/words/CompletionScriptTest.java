package org.danegate.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.danegate.words.wire.WordNames;
import org.danegate.words.word.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.AutoComplete;

/// The completion script that is shipped, in a real bash.
@Timeout(60)
class CompletionScriptTest {

    private static final Path SHIPPED = Path.of("src/main/resources/completion/danegate");

    @Test
    void the_shipped_script_is_the_one_of_the_table_of_words() throws IOException {
        String made = AutoComplete.bash("danegate", Vocabulary.launcher());
        Path fresh = Files.createDirectories(Path.of("target/completion")).resolve("danegate");
        Files.writeString(fresh, made);
        assertThat(SHIPPED)
                .as("copy %s to %s when words or arguments have changed", fresh, SHIPPED)
                .hasContent(made);
    }

    @Test
    void the_launcher_knows_the_same_words_as_the_server() {
        assertThat(Vocabulary.entries().stream().map(Vocabulary.Entry::name)).isEqualTo(WordNames.ALL);
    }

    @Test
    void bash_completes_words_options_and_orders() throws Exception {
        assertThat(completed("danegate", "toph")).contains("tophosts");
        assertThat(completed("danegate", "suspenddel", "--re")).contains("--reason");
        assertThat(completed("danegate", "tophosts", "soft")).contains("soft_bounced");
        assertThat(completed("danegate", "policy", "app")).contains("apply");
    }

    /// What bash offers for the last word.
    private static List<String> completed(String... line) throws IOException, InterruptedException {
        String words =
                String.join(" ", List.of(line).stream().map(w -> "'" + w + "'").toList());
        String script = "set -e; source " + SHIPPED.toAbsolutePath() + "; COMP_WORDS=(" + words + "); COMP_CWORD="
                + (line.length - 1) + "; COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}; set +e;"
                + " _complete_danegate; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "--norc", "-c", script)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said.lines().map(String::strip).toList();
    }
}
