package org.danegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordingTest {

    private static final Pattern CODE = Pattern.compile("\"(policy\\.[a-z.]+[a-z])\"");

    @Test
    void english_keeps_numbers_as_they_were_typed_and_groups_the_limits() {
        Wording range = Wording.of("policy.range", Wording.of("policy.label.port"), 1, 65_535, 70_000);

        assertThat(range.english()).isEqualTo("Port must be between 1 and 65,535; you entered 70000.");
    }

    @Test
    void every_code_in_the_rules_is_in_the_bundle() throws IOException {
        TreeSet<String> codes = new TreeSet<>();
        for (Path root :
                new Path[] {Path.of("src/main/java/org/danegate/policy"), Path.of("src/main/java/org/danegate/config")
                }) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    CODE.matcher(Files.readString(file)).results().forEach(r -> codes.add(r.group(1)));
                }
            }
        }
        assertThat(codes).isNotEmpty();
        assertThat(ResourceBundle.getBundle("messages/policy").keySet()).containsAll(codes);
    }
}
