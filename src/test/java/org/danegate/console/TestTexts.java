package org.danegate.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.context.support.ResourceBundleMessageSource;

/// The texts of all rooms, for tests of pages without the console's own wiring.
public final class TestTexts {

    private TestTexts() {}

    /// All bundles, English where nothing else is asked for.
    public static ResourceBundleMessageSource bundles() throws IOException {
        ResourceBundleMessageSource source = new ResourceBundleMessageSource();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/messages"))) {
            source.setBasenames(files.map(f -> f.getFileName().toString())
                    .filter(name -> !name.contains("_"))
                    .map(name -> "messages/" + name.substring(0, name.length() - ".properties".length()))
                    .sorted()
                    .toArray(String[]::new));
        }
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        return source;
    }
}
