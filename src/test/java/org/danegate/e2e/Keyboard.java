package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Works a page using only the keyboard, and checks the focus after each key: it is shown (WCAG 2.2, 2.4.7), in a
/// colour of 3:1 against what is around it (1.4.11), and not hidden by something that stays in place (2.4.11).
final class Keyboard {

    /// More stops than any page has.
    private static final int STOPS = 400;

    private static final String FOCUS = """
            () => {
                const e = document.activeElement;
                if (!e || e === document.body) { return { id: '', name: '', field: '', value: '', style: '', fault: '' }; }
                const label = e.labels && e.labels.length ? e.labels[0].textContent : '';
                const name = (e.getAttribute('aria-label') || label || e.textContent).replace(/\\s+/g, ' ').trim();
                const fault = [];
                const box = e.getBoundingClientRect();
                const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right);
                const top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
                if (right - left < 2 || bottom - top < 2) {
                    fault.push('is not on the screen');
                } else if (![[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].some(([x, y]) => {
                    const hit = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
                    return hit && (e.contains(hit) || hit.contains(e));
                })) {
                    fault.push('is hidden by something');
                }
                const numbers = text => (text.match(/[\\d.]+/g) || []).map(Number);
                const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
                    .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
                    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
                const style = getComputedStyle(e);
                if (style.outlineStyle === 'none' || style.outlineStyle !== 'auto' && parseFloat(style.outlineWidth) < 2) {
                    if (e.id !== 'main') { fault.push('does not show that it has the focus'); }
                } else if (style.outlineStyle !== 'auto') {
                    let around = parseFloat(style.outlineOffset) < 0 ? e : e.parentElement, ground = [0, 0, 0, 0];
                    for (; around && ground[3] === 0; around = around.parentElement) {
                        ground = numbers(getComputedStyle(around).backgroundColor);
                    }
                    const a = light(numbers(style.outlineColor)), b = light(ground);
                    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
                    if (contrast < 3) { fault.push('shows the focus with a contrast of ' + contrast.toFixed(2)); }
                }
                return { id: e.id, name: name, field: e.name || '', value: e.value || '', style: String(e.className),
                    fault: fault.join(', ') };
            }
            """;

    private final Page page;

    Keyboard(Page page) {
        this.page = page;
    }

    /// What has the focus; empty texts when nothing has.
    ///
    /// @param name what a screen reader would call it, near enough
    /// @param field the name of a form's field
    /// @param style its classes
    /// @param fault what is wrong with how it is shown, empty when nothing is
    record Focus(String id, String name, String field, String value, String style, String fault) {}

    Focus focus() {
        if (page.evaluate(FOCUS) instanceof Map<?, ?> found) {
            return new Focus(
                    String.valueOf(found.get("id")),
                    String.valueOf(found.get("name")),
                    String.valueOf(found.get("field")),
                    String.valueOf(found.get("value")),
                    String.valueOf(found.get("style")),
                    String.valueOf(found.get("fault")));
        }
        throw new IllegalStateException("the page did not answer");
    }

    /// A key that stays on the page: what has the focus then is seen.
    Focus press(String key) {
        page.keyboard().press(key);
        return seen();
    }

    /// Leaves a dialog by Escape, and waits until it is closed: the browser does that a moment after the key.
    Focus escape() {
        page.keyboard().press("Escape");
        page.waitForFunction(
                "() => !document.querySelector('dialog[open]') && !document.activeElement.closest('dialog')");
        return seen();
    }

    /// A key that leads to another page.
    void leave(String key) {
        page.keyboard().press(key);
    }

    void type(String text) {
        page.keyboard().type(text);
    }

    /// Tabs on to what has this name.
    Focus to(String name) {
        return go("Tab", focus -> focus.name().equals(name), name);
    }

    /// Tabs on to this field of a form.
    Focus toField(String field) {
        return go("Tab", focus -> focus.field().equals(field), field);
    }

    /// Tabs on to the element with this id.
    Focus toId(String id) {
        return go("Tab", focus -> focus.id().equals(id), id);
    }

    /// Tabs back to what has this name.
    Focus back(String name) {
        return go("Shift+Tab", focus -> focus.name().equals(name), name);
    }

    /// Chooses a radio button or an option by arrows.
    Focus choose(String value) {
        Set<String> passed = new LinkedHashSet<>();
        Focus focus = seen();
        while (!focus.value().equals(value)) {
            if (!passed.add(focus.value())) {
                fail("no choice " + value + " among " + passed);
            }
            focus = press("ArrowDown");
        }
        return focus;
    }

    /// All stops of the page, in order, from its beginning, then back again. Faults come with the name of their
    /// stop.
    List<String> faultsOfAllStops() {
        List<String> faults = new ArrayList<>();
        int stops = walk("Tab", faults);
        assertThat(stops).isGreaterThan(1);
        walk("Shift+Tab", faults);
        return faults;
    }

    private int walk(String key, List<String> faults) {
        for (int stop = 0; stop < STOPS; stop++) {
            page.keyboard().press(key);
            Focus focus = focus();
            if (focus.name().isEmpty() && focus.id().isEmpty() && focus.style().isEmpty()) {
                return stop;
            }
            if (!focus.fault().isEmpty()) {
                faults.add(key + ": " + focus);
            }
        }
        throw new AssertionError("the focus cannot leave the page");
    }

    private Focus go(String key, Predicate<Focus> there, String wanted) {
        Set<String> passed = new LinkedHashSet<>();
        for (int stop = 0; stop < STOPS; stop++) {
            Focus focus = press(key);
            if (there.test(focus)) {
                return focus;
            }
            passed.add(focus.name());
        }
        throw new AssertionError("no stop " + wanted + " among " + passed);
    }

    private Focus seen() {
        Focus focus = focus();
        assertThat(focus.fault()).as("%s on %s", focus, page.url()).isEmpty();
        return focus;
    }
}
