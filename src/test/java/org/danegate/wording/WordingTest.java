package org.danegate.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each room has the sentences of its own codes, in every language.
class WordingTest {

    private static final Pattern CODE = Pattern.compile("Wording\\.of\\(\\s*\"([\\w-]+)\\.([\\w.-]+)\"\\s*[,)]");

    @Test
    void english_keeps_numbers_as_they_were_typed_and_groups_the_limits() {
        Wording range = Wording.of("policy.range", Wording.of("policy.label.port"), 1, 65_535, 70_000);

        assertThat(range.english()).isEqualTo("Port must be between 1 and 65,535; you entered 70000.");
    }

    @Test
    void every_code_is_in_the_bundle_of_its_room() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        int found = 0;
        for (Path file : sources()) {
            Matcher code = CODE.matcher(Files.readString(file));
            while (code.find()) {
                found++;
                for (Locale language : List.of(Locale.ENGLISH, Locale.of("es"))) {
                    ResourceBundle bundle = ResourceBundle.getBundle("messages/" + code.group(1), language);
                    if (!bundle.containsKey(code.group(1) + "." + code.group(2))) {
                        missing.add(language + " " + code.group(1) + "." + code.group(2));
                    }
                }
            }
        }
        assertThat(found).isGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    @Test
    void no_room_words_its_faults_in_the_policy_for_it() throws IOException {
        List<String> borrowed = new ArrayList<>();
        for (Path file : sources()) {
            if (!file.toString().contains("/policy/") && Files.readString(file).contains("Wording.of(\"policy.")) {
                borrowed.add(file.toString());
            }
        }
        assertThat(borrowed).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(f -> f.toString().endsWith(".java")).toList();
        }
    }
}
