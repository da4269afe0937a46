package org.danegate.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// A table's lines by the domains they cover, for those who ask about many domains: the cost of an answer grows with
/// the
/// labels of the name, not with the lines of the table. The answers are those of `SmtpRoute.forDomain` and
/// `DestinationControls.effectiveFor`: exact, longest suffix, and what holds for all.
///
/// @param <T> what a line is
public final class ByDomain<T> {

    private final Map<String, T> exact = new HashMap<>();
    private final Map<String, T> suffixes = new HashMap<>();
    private final @Nullable T others;

    /// @param pattern of a line, null for one that holds for all domains; of several with the same, the first
    ///     counts
    public ByDomain(List<T> lines, Function<T, @Nullable DomainPattern> pattern) {
        T forAll = null;
        for (T line : lines) {
            DomainPattern covered = pattern.apply(line);
            if (covered != null) {
                (covered.subdomains() ? suffixes : exact)
                        .putIfAbsent(covered.name().ascii(), line);
            } else if (forAll == null) {
                forAll = line;
            }
        }
        this.others = forAll;
    }

    /// The most specific line that covers a domain.
    public Optional<T> find(DomainName domain) {
        String name = domain.ascii();
        T found = exact.get(name);
        for (int dot = name.indexOf('.'); found == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            found = suffixes.get(name.substring(dot + 1));
        }
        return Optional.ofNullable(found == null ? others : found);
    }
}
