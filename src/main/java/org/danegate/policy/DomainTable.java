package org.danegate.policy;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// The lines of a table of domains, in order and unmodifiable, with a fast search for the line that covers a domain:
/// exact match, then the longest suffix, then the line for all domains. A search takes one step per label of the name.
/// Equal to any list of the same lines.
///
/// @param <T> what a line is
public final class DomainTable<T> extends AbstractList<T> implements RandomAccess {

    private final List<T> lines;
    private final Function<T, @Nullable DomainPattern> pattern;
    /// Built on the first search, since most tables are never searched.
    private volatile @Nullable Index<T> index;

    private DomainTable(List<T> lines, Function<T, @Nullable DomainPattern> pattern) {
        this.lines = lines;
        this.pattern = pattern;
    }

    /// Makes a table of a list; returns the same object when it is a table already.
    ///
    /// @param pattern of a line, null for one that covers all domains; of several lines with the same pattern, the
    ///     first counts. Always the same function for lines of one kind
    public static <T> DomainTable<T> of(List<T> lines, Function<T, @Nullable DomainPattern> pattern) {
        return lines instanceof DomainTable<T> table ? table : new DomainTable<>(List.copyOf(lines), pattern);
    }

    /// The most specific line that covers a domain.
    public Optional<T> find(DomainName domain) {
        Index<T> known = index;
        if (known == null) {
            known = Index.of(lines, pattern);
            index = known;
        }
        return known.find(domain.ascii());
    }

    private record Index<T>(
            Map<String, T> exact,
            Map<String, T> suffixes,
            @Nullable T others) {

        static <T> Index<T> of(List<T> lines, Function<T, @Nullable DomainPattern> pattern) {
            Map<String, T> exact = new HashMap<>();
            Map<String, T> suffixes = new HashMap<>();
            T others = null;
            for (T line : lines) {
                DomainPattern covered = pattern.apply(line);
                if (covered != null) {
                    (covered.subdomains() ? suffixes : exact)
                            .putIfAbsent(covered.name().ascii(), line);
                } else if (others == null) {
                    others = line;
                }
            }
            return new Index<>(exact, suffixes, others);
        }

        Optional<T> find(String name) {
            T found = exact.get(name);
            for (int dot = name.indexOf('.'); found == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
                found = suffixes.get(name.substring(dot + 1));
            }
            return Optional.ofNullable(found == null ? others : found);
        }
    }

    @Override
    public T get(int line) {
        return lines.get(line);
    }

    @Override
    public int size() {
        return lines.size();
    }

    @Override
    public Iterator<T> iterator() {
        return lines.iterator();
    }

    @Override
    public Spliterator<T> spliterator() {
        return lines.spliterator();
    }
}
