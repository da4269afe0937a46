package org.danegate.e2e;

import com.microsoft.playwright.Page;
import java.util.List;

/// Finds what a narrow screen makes unreadable: words broken letter by letter, texts of a few letters a line, buttons
/// that lie on one another, and tables that are cut at their side.
final class Slivers {

    /// Names of domains and addresses have no room of their own and may break; words of a language may not.
    private static final String FOUND = """
            () => {
                const faults = [], seen = new Set();
                const shown = e => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
                    && !(e.closest('thead')?.getBoundingClientRect().width <= 1)
                    && !e.closest('.visually-hidden, .skip, pre, svg, option, script, style, template');
                const tell = (what, text) => {
                    const line = what + ': ' + text.trim().replace(/\\s+/g, ' ').slice(0, 60);
                    if (!seen.has(line)) { seen.add(line); faults.push(line); }
                };
                const lines = range => {
                    const tops = [];
                    for (const box of range.getClientRects()) {
                        if (box.width > 0 && !tops.some(top => Math.abs(top - box.top) < box.height / 2)) {
                            tops.push(box.top);
                        }
                    }
                    return tops.length;
                };
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                const range = document.createRange();
                let words = 0;
                for (let node = walker.nextNode(); node && words < 6000; node = walker.nextNode()) {
                    const text = node.data, holder = node.parentElement;
                    if (!/\\S/.test(text) || !holder || !shown(holder)) { continue; }
                    range.selectNodeContents(node);
                    const count = lines(range);
                    if (count < 2) { continue; }
                    if (count > 3 && text.trim().length / count < 4) { tell('few letters a line', text); }
                    for (const word of text.matchAll(/(?<![^\\s(«"“])\\p{L}{3,18}(?=[\\s,.;:!?)»"”…]|$)/gu)) {
                        words++;
                        range.setStart(node, word.index);
                        range.setEnd(node, word.index + word[0].length);
                        if (lines(range) > 1) { tell('word broken', word[0] + ' in ' + text); }
                    }
                }
                const buttons = Array.from(document.querySelectorAll('main .btn, main button, main select, main input'))
                    .filter(e => shown(e) && e.type !== 'hidden' && e.type !== 'radio' && e.type !== 'checkbox')
                    .map(e => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
                buttons.forEach(([one, a], i) => buttons.slice(i + 1).forEach(([other, b]) => {
                    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                    if (wide > 2 && high > 2 && !one.contains(other) && !other.contains(one)
                            && !one.closest('.commit-bar') && !other.closest('.commit-bar')) {
                        tell('on one another', (one.textContent || one.name) + ' and ' + (other.textContent || other.name));
                    }
                }));
                document.querySelectorAll('main .table-box').forEach(box => {
                    if (shown(box) && box.querySelector('table.cards') && box.scrollWidth > box.clientWidth + 1) {
                        tell('table cut at its side', box.querySelector('caption, th')?.textContent || '');
                    }
                });
                return faults;
            }
            """;

    private Slivers() {}

    /// What is unreadable on the page as it is shown now, a line each.
    static List<String> on(Page page) {
        return page.evaluate(FOUND) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
