package org.danegate.e2e;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// axe's rules for accessible pages. The script comes from axe's library. It is read once a page and asked only for
/// faults; the library's own way reads it again for each question and also returns everything that passed.
final class AxeRules {

    private static final List<String> LEVELS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private static final String SCRIPT = script();

    private static final String FAULTS = """
            async ([type, values]) => {
                const found = await axe.run(document, {
                    runOnly: { type, values }, resultTypes: ['violations'], selectors: false });
                return found.violations.map(rule =>
                    rule.id + ': ' + rule.nodes.slice(0, 3).map(node => node.html).join(' | '));
            }
            """;

    private AxeRules() {}

    /// All rules of WCAG 2.2 up to AA, and best practice, on the page as it is shown now.
    ///
    /// @return what is wrong, a line for each rule with the first three elements
    static List<String> all(Page page) {
        return run(page, "tag", LEVELS);
    }

    /// These rules, on the page as it is shown now.
    ///
    /// @return what is wrong, a line for each rule with the first three elements
    static List<String> named(Page page, List<String> rules) {
        return run(page, "rule", rules);
    }

    private static List<String> run(Page page, String type, List<String> values) {
        if (!Boolean.TRUE.equals(page.evaluate("typeof axe === 'object'"))) {
            page.evaluate(SCRIPT);
        }
        return page.evaluate(FAULTS, List.of(type, values)) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static String script() {
        try (InputStream in = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
