package org.danegate.forms;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds English on Spanish pages: sentences of the bundles, and any text with words that only English has.
public final class EnglishTexts {

    private static final Path BUNDLES = Path.of("src/main/resources/messages");
    private static final int SHORTEST = 12;

    /// Words that no Spanish sentence and no name of a page or setting has.
    private static final Set<String> WORDS = Set.of(
            "the",
            "is",
            "are",
            "was",
            "were",
            "must",
            "not",
            "you",
            "your",
            "this",
            "that",
            "there",
            "what",
            "which",
            "when",
            "it",
            "its",
            "they",
            "with",
            "without",
            "been",
            "has",
            "have",
            "cannot",
            "because",
            "meanwhile",
            "somebody",
            "changed",
            "submitted",
            "failed",
            "required",
            "exceeds",
            "invalid",
            "convert",
            "value");

    private final List<Sentence> sentences = new ArrayList<>();

    /// Pages say the same again and again.
    private final Map<String, Boolean> judged = new HashMap<>();

    /// A sentence of a bundle.
    ///
    /// @param part its longest part without a place, which is looked for first
    private record Sentence(String part, Pattern whole) {

        boolean isIn(String text) {
            return text.contains(part) && whole.matcher(text).find();
        }
    }

    /// Reads the bundles.
    public EnglishTexts() {
        try (Stream<Path> files = Files.list(BUNDLES)) {
            files.filter(f -> !f.getFileName().toString().contains("_")).forEach(this::learn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void learn(Path bundle) {
        Properties en = read(bundle);
        Properties es =
                read(bundle.resolveSibling(bundle.getFileName().toString().replace(".properties", "_es.properties")));
        en.forEach((key, text) -> {
            String value = String.valueOf(text);
            if (value.length() >= SHORTEST
                    && !value.equals(es.get(key))
                    && value.replaceAll("\\{[^}]*}", "").length() >= SHORTEST) {
                String[] parts = value.replace("''", "'").split("\\{\\d[^{}]*}", -1);
                sentences.add(new Sentence(
                        Arrays.stream(parts)
                                .max(Comparator.comparingInt(String::length))
                                .orElse(""),
                        Pattern.compile(String.join(
                                ".+", Arrays.stream(parts).map(Pattern::quote).toList()))));
            }
        });
    }

    /// Whether a text is English, or has an English sentence in it.
    ///
    /// @param text as a reader of Spanish has it before the eyes
    /// @param typed what the reader typed, which may be any language
    public boolean isEnglish(String text, String typed) {
        return judged.computeIfAbsent(typed.isEmpty() ? text : text.replace(typed, "…"), this::judge);
    }

    private boolean judge(String said) {
        long words = Arrays.stream(said.toLowerCase(Locale.ROOT).split("[^\\p{L}']+"))
                .filter(WORDS::contains)
                .distinct()
                .count();
        return words >= 2
                || words == 1 && said.split(" ").length <= 4 && !said.contains("-")
                || sentences.stream().anyMatch(s -> s.isIn(said));
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
}
