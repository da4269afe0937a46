package org.danegate.e2e;

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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/// Looks at a page as different people see it: in both themes, on a screen and a telephone, at 320 px (WCAG 2.2,
/// 1.4.10), with axe's rules of WCAG 2.2 AA, and in Spanish for texts that stayed English. Keeps pictures but in CI.
final class PageWalk {

    private static final Path BUNDLES = Path.of("src/main/resources/messages");
    private static final int SHORTEST = 12;
    /// A name of a column or of a button is short; a text that is Spanish somewhere is no English.
    private static final int SHORTEST_NAME = 3;

    /// What can be otherwise on a narrow screen, where rows become cards and the menu folds.
    private static final List<String> NARROW = List.of("target-size", "scrollable-region-focusable", "label");

    private final Page page;
    private final Path shots;
    private final Map<String, String> english = new HashMap<>();
    private final Set<String> spanish = new HashSet<>();
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
        for (ColorScheme theme : judgedLast(language)) {
            seen(theme);
            shots(name + "-" + theme.name().toLowerCase(Locale.ROOT), language);
        }
        judge(path + " " + language);
        page.setViewportSize(390, 900);
        if (language.equals("en")) {
            note(path + " at 390 px", AxeRules.named(page, NARROW));
        }
        slivers(path + " " + language + " at 390 px");
        page.setViewportSize(320, 900);
        slivers(path + " " + language + " at 320 px");
        if (Boolean.TRUE.equals(
                page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))) {
            faults.add(path + " " + language + ": scrolls sideways at 320 px");
        }
        page.setViewportSize(1280, 900);
        if (language.equals("es")) {
            leftovers(path);
        }
    }

    /// Colours take most of the time, and they are the same in both languages: they are judged in the light
    /// theme on the English pages, in the dark one on the Spanish pages.
    private static List<ColorScheme> judgedLast(String language) {
        return language.equals("es")
                ? List.of(ColorScheme.LIGHT, ColorScheme.DARK)
                : List.of(ColorScheme.DARK, ColorScheme.LIGHT);
    }

    private void slivers(String where) {
        note(where, Slivers.on(page));
    }

    /// Only axe's rules, on the page as it is shown now.
    void judge(String where) {
        note(where, AxeRules.all(page));
    }

    private void seen(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
    }

    /// Pictures are mostly of one language: what is too wide is found at 320 px in both. They are for people, so CI
    /// takes none.
    private void shots(String name, String language) {
        if ("true".equals(System.getenv("CI"))) {
            return;
        }
        page.setViewportSize(390, 900);
        if (language.equals("en")) {
            shot(name + "-390");
        }
        page.setViewportSize(1280, 900);
        if (language.equals("en") || name.endsWith("light")) {
            shot(name + "-1280");
        }
    }

    private void note(String where, List<String> found) {
        found.forEach(fault -> faults.add(where + ": " + fault));
    }

    /// Texts of elements, and of attributes that are shown or read out, that say in English what a bundle says in
    /// Spanish.
    private void leftovers(String path) {
        texts("""
                () => Array.from(document.querySelectorAll('main *, header *, nav *'))
                    .filter(e => e.children.length === 0 && !e.closest('[lang=en], pre, code, .mono, .transcript'))
                    .map(e => e.textContent.trim())
                """)
                .filter(text -> text.length() >= SHORTEST && english.containsKey(text))
                .forEach(text -> faults.add(path + ": English in Spanish: " + text));
        texts("""
                () => Array.from(document.querySelectorAll('body *:not([lang=en])')).flatMap(e =>
                    ['data-label', 'aria-label', 'title', 'placeholder', 'alt'].map(a => e.getAttribute(a) || ''))
                """)
                .filter(text -> english.containsKey(text) && !spanish.contains(text))
                .forEach(text -> faults.add(path + ": English in a Spanish attribute: " + text));
    }

    private Stream<String> texts(String script) {
        return page.evaluate(script) instanceof List<?> list
                ? list.stream().distinct().map(String::valueOf)
                : Stream.empty();
    }

    private void learn(Path bundle) {
        Properties en = read(bundle);
        Properties es =
                read(bundle.resolveSibling(bundle.getFileName().toString().replace(".properties", "_es.properties")));
        en.forEach((key, text) -> {
            String value = String.valueOf(text);
            spanish.add(String.valueOf(es.get(key)));
            if (value.length() >= SHORTEST_NAME && !value.contains("{") && !value.equals(es.get(key))) {
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
