package org.danegate.config.web;

import java.util.List;
import java.util.function.Function;
import org.danegate.config.ChangeGroup;
import org.danegate.config.ChangeWords;
import org.danegate.config.PolicyChange;

/// A page of changes to review: equal ones make one row, which shows its members on demand.
///
/// @param rows at most {@link ChangePage#SIZE}
/// @param total how many objects differ, within the group if only one is shown
/// @param page this page, from 1
/// @param pages number of pages, at least 1
/// @param group key of the only group that is shown, one row for each member; empty when all groups are shown
record ReviewPage(List<Row> rows, int total, int page, int pages, String group) {

    /// Most members listed in a row; the others are on the pages of the group.
    static final int LISTED = 100;

    /// The same for each row of a page with many groups: browsers should not have to show thousands of objects.
    static final int LISTED_AMONG_MANY = 10;

    /// Groups from which a page has many.
    private static final int MANY = 10;

    /// Several objects that differ in the same way, or a single one.
    ///
    /// @param first any one of them
    /// @param title what they are together; of a single one, its name
    /// @param size how many objects
    /// @param key of the group
    /// @param seen stands for exactly these objects; empty for a single one
    /// @param members those that are listed, empty for a single object
    public record Row(
            ChangeWords.Shown first, String title, int size, String key, String seen, List<ChangeWords.Shown> members) {

        /// Members that are not listed.
        public int others() {
            return size > 1 ? size - members.size() : 0;
        }
    }

    /// All changes, equal ones in one row.
    ///
    /// @param asked page as the address gives it; the nearest existing page is used, and 1 when it is not a number
    /// @param group key of a group whose members are shown; other texts show all groups
    /// @param show puts a change into words
    static ReviewPage of(
            List<PolicyChange> changes,
            String asked,
            String group,
            ChangeWords words,
            Function<PolicyChange, ChangeWords.Shown> show) {
        List<ChangeGroup> groups = ChangeGroup.of(changes);
        List<ChangeGroup> one = group.isEmpty()
                ? List.of()
                : groups.stream().filter(g -> g.key().equals(group)).toList();
        if (one.isEmpty()) {
            int listed = groups.size() > MANY ? LISTED_AMONG_MANY : LISTED;
            return page(groups, asked, "", g -> row(g, listed, words, show));
        }
        List<ChangeGroup> members = one.getFirst().changes().stream()
                .map(c -> new ChangeGroup(List.of(c)))
                .toList();
        return page(members, asked, group, g -> row(g, 0, words, show));
    }

    private static ReviewPage page(List<ChangeGroup> groups, String asked, String key, Function<ChangeGroup, Row> row) {
        int pages = Math.max(1, (groups.size() + ChangePage.SIZE - 1) / ChangePage.SIZE);
        int page = asked.matches("[0-9]{1,6}") ? Math.clamp(Integer.parseInt(asked), 1, pages) : 1;
        List<Row> rows = groups.stream()
                .skip((long) (page - 1) * ChangePage.SIZE)
                .limit(ChangePage.SIZE)
                .map(row)
                .toList();
        return new ReviewPage(rows, groups.stream().mapToInt(ChangeGroup::size).sum(), page, pages, key);
    }

    private static Row row(
            ChangeGroup group, int listed, ChangeWords words, Function<PolicyChange, ChangeWords.Shown> show) {
        ChangeWords.Shown first = show.apply(group.first());
        if (group.size() == 1) {
            return new Row(first, first.object(), 1, group.key(), "", List.of());
        }
        String title = words.many(group.first().object().kind(), group.size());
        return new Row(
                first,
                title,
                group.size(),
                group.key(),
                group.seen(),
                group.changes().stream().limit(listed).map(show).toList());
    }

    /// Whether nothing differs.
    public boolean isEmpty() {
        return total == 0;
    }

    /// What the addresses of the pages begin with.
    ///
    /// @param base address of the page, up to its first parameter
    public String base(String base) {
        return group.isEmpty() ? base : base + "group=" + group + "&";
    }
}
