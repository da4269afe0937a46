package org.danegate.e2e;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/// Looks at a page as different people see it: in both themes, on a screen and a telephone, at 320 px (WCAG 2.2,
/// 1.4.10),
/// with axe's rules, and in Spanish for texts that stayed English. Keeps a picture of each.
final class PageWalk {

    private static final Path BUNDLES = Path.of("src/main/resources/messages");
    private static final int SHORTEST = 12;
    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice");

    private final Page page;
    private final Path shots;
    private final Map<String, String> english = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    PageWalk(Page page, Path shots) {
        this.page = page;
        this.shots = shots;
        try (Stream<Path> files = Files.list(BUNDLES)) {
            files.filter(f -> !f.getFileName().toString().contains("_")).forEach(this::learn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What was wrong, a line each.
    List<String> faults() {
        return List.copyOf(faults);
    }

    /// Looks at the page that is open.
    void look(String path, String language) {
        String name = path.substring(1).replaceAll("[^A-Za-z0-9._-]", "-") + "-" + language;
        if (page.locator("h1").count() != 1) {
            faults.add(path + " " + language + ": not one heading");
        }
        // Colours do not depend on the language: the dark theme is looked at in one of them.
        List<ColorScheme> themes =
                language.equals("en") ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(ColorScheme.LIGHT);
        for (ColorScheme scheme : themes) {
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
            String theme = scheme.name().toLowerCase(Locale.ROOT);
            for (int width : new int[] {390, 1280}) {
                page.setViewportSize(width, 900);
                if (language.equals("en") || width == 1280) {
                    shot(name + "-" + theme + "-" + width);
                }
            }
            new AxeBuilder(page)
                    .withTags(RULES)
                    .analyze()
                    .getViolations()
                    .forEach(v -> faults.add(path + " " + language + " " + theme + ": " + v.getId() + ": "
                            + v.getNodes().getFirst().getHtml()));
        }
        page.setViewportSize(320, 900);
        if (Boolean.TRUE.equals(
                page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))) {
            faults.add(path + " " + language + ": scrolls sideways at 320 px");
        }
        page.setViewportSize(1280, 900);
        if (language.equals("es")) {
            leftovers(path);
        }
    }

    /// Texts of elements that say in English what a bundle says in Spanish.
    private void leftovers(String path) {
        Object texts = page.evaluate("""
                () => Array.from(document.querySelectorAll('main *, header *, nav *'))
                    .filter(e => e.children.length === 0 && !e.closest('[lang=en], pre, code, .mono, .transcript'))
                    .map(e => e.textContent.trim())
                """);
        if (texts instanceof List<?> list) {
            list.stream()
                    .distinct()
                    .map(String::valueOf)
                    .filter(english::containsKey)
                    .forEach(text -> faults.add(path + ": English in Spanish: " + text));
        }
    }

    private void learn(Path bundle) {
        Properties en = read(bundle);
        Properties es =
                read(bundle.resolveSibling(bundle.getFileName().toString().replace(".properties", "_es.properties")));
        en.forEach((key, text) -> {
            String value = String.valueOf(text);
            if (value.length() >= SHORTEST && !value.contains("{") && !value.equals(es.get(key))) {
                english.put(value, String.valueOf(key));
            }
        });
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

    private void shot(String name) {
        Page.ScreenshotOptions into = new Page.ScreenshotOptions().setPath(shots.resolve(name + ".png"));
        try {
            page.screenshot(into);
        } catch (PlaywrightException busy) {
            // Now and then the browser has no frame to show on a machine that is busy: asked once more, it has.
            page.screenshot(into);
        }
    }
}
