package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the code cites can be opened in the tree.
class SourcesTest {

    private static final Pattern RULE = Pattern.compile("\\bD-\\d{2,3}\\b");

    @Test
    void each_rule_that_is_cited_is_explained() throws IOException {
        Set<String> cited = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
                rules(Files.readString(file)).forEach(cited::add);
            }
        }
        assertThat(rules(Files.readString(Path.of("docs/sources.md")))).contains(cited.toArray(String[]::new));
    }

    private static Stream<String> rules(String text) {
        return RULE.matcher(text).results().map(MatchResult::group);
    }
}
