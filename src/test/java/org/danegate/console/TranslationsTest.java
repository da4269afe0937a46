package org.danegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every text is in both languages, every key that a template names exists, and templates hold no text of their own.
class TranslationsTest {

    private static final Path BUNDLES = Path.of("src/main/resources/messages");
    private static final Path TEMPLATES = Path.of("frontend-templates");
    private static final Pattern KEY = Pattern.compile("#\\{([\\w.-]+)");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)");
    private static final Pattern LONE_QUOTE = Pattern.compile("(?<!')'(?!')");

    /// Folders of templates whose texts are still in the templates.
    private static final Set<String> UNTRANSLATED = Set.of();

    static Stream<Path> bundles() throws IOException {
        return list(BUNDLES).filter(p -> !p.getFileName().toString().contains("_"));
    }

    static Stream<Path> templates() throws IOException {
        return list(TEMPLATES).filter(p -> p.toString().endsWith(".html"));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void a_bundle_has_the_same_keys_and_places_in_spanish(Path english) {
        Properties en = read(english);
        Properties es =
                read(english.resolveSibling(english.getFileName().toString().replace(".properties", "_es.properties")));

        assertThat(new TreeSet<>(es.stringPropertyNames())).isEqualTo(new TreeSet<>(en.stringPropertyNames()));
        for (String key : en.stringPropertyNames()) {
            assertThat(places(es.getProperty(key))).as(key).isEqualTo(places(en.getProperty(key)));
            for (String text : List.of(en.getProperty(key), es.getProperty(key))) {
                assertThat(text).as(key).isNotBlank();
                assertThat(!places(text).isEmpty() && LONE_QUOTE.matcher(text).find())
                        .as("%s: an apostrophe beside a place is written twice", key)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void a_template_names_only_keys_that_exist(Path template) throws IOException {
        Set<String> known =
                bundles().flatMap(b -> read(b).stringPropertyNames().stream()).collect(Collectors.toSet());
        Set<String> named = new HashSet<>();
        Matcher matcher = KEY.matcher(Files.readString(template));
        while (matcher.find()) {
            named.add(matcher.group(1));
        }
        assertThat(known).containsAll(named);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void a_template_has_no_text_of_its_own(Path template) throws Exception {
        if (UNTRANSLATED.contains(template.getParent().getFileName().toString())) {
            return;
        }
        assertThat(TemplateTexts.of(Files.readString(template))).isEmpty();
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(r -> r.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static Stream<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList()).stream();
        }
    }
}
