package org.danegate.config.web;

import java.util.List;
import java.util.function.Function;
import org.danegate.config.ChangeWords;
import org.danegate.config.PolicyChange;

/// A page of the objects that differ, in words. Neither a person nor a browser can handle many thousands at once.
///
/// @param rows in words, {@link #SIZE} at most
/// @param total how many objects differ altogether
/// @param page this page, from 1
/// @param pages number of pages, at least 1
record ChangePage(List<ChangeWords.Shown> rows, int total, int page, int pages) {

    /// Rows of a page.
    static final int SIZE = 100;

    /// @param asked page as the address gives it; the nearest existing page is used, and 1 when it is not a number
    /// @param words puts a change into words
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
