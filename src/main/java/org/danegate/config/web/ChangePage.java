package org.danegate.config.web;

import java.util.List;
import java.util.function.Function;
import org.danegate.config.PolicyChange;

/// A page of the objects that differ, in words: of many thousands nobody reads more at once, and neither does a
/// browser.
///
/// @param rows in words, {@link #SIZE} at most
/// @param total how many objects differ altogether
/// @param page this page, from 1
/// @param pages how many there are, 1 at least
record ChangePage(List<ChangeWords.Shown> rows, int total, int page, int pages) {

    /// Rows of a page.
    static final int SIZE = 100;

    /// @param asked page as the address says; the nearest one that there is, 1 for what is no number
    /// @param words says a change
    static ChangePage of(List<PolicyChange> changes, String asked, Function<PolicyChange, ChangeWords.Shown> words) {
        int pages = Math.max(1, (changes.size() + SIZE - 1) / SIZE);
        int page = asked.matches("[0-9]{1,6}") ? Math.clamp(Integer.parseInt(asked), 1, pages) : 1;
        return new ChangePage(
                changes.stream()
                        .skip((long) (page - 1) * SIZE)
                        .limit(SIZE)
                        .map(words)
                        .toList(),
                changes.size(),
                page,
                pages);
    }

    /// Whether nothing differs.
    public boolean isEmpty() {
        return total == 0;
    }

    /// Objects that are not on this page.
    public int others() {
        return total - rows.size();
    }
}
