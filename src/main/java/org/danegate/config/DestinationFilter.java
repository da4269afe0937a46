package org.danegate.config;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/// A query for destination entries as a condition of the database. Values that an entry does not give are those of
/// Default, so that "TLS Support is Required" finds what is required wherever it comes from.
record DestinationFilter(DestinationQuery asked, DestinationProfile defaults, Set<String> inOwnScript)
        implements Specification<WorkingDestination> {

    @Override
    public @Nullable Predicate toPredicate(
            Root<WorkingDestination> row, @Nullable CriteriaQuery<?> query, CriteriaBuilder is) {
        List<Predicate> all = new ArrayList<>();
        if (!asked.domain().isEmpty()) {
            String escaped =
                    asked.domain().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
            Predicate like = is.like(row.get("domain"), "%" + escaped + "%", '\\');
            all.add(inOwnScript.isEmpty() ? like : is.or(like, row.get("domain").in(inOwnScript)));
        }
        if (asked.tlsInherited()) {
            all.add(is.isNull(row.get("tls")));
        }
        TlsSupport tls = asked.tls();
        if (tls != null) {
            all.add(effective(row.get("tls"), tls, defaults.tls(), is));
        }
        if (asked.daneInherited()) {
            all.add(is.isNull(row.get("dane")));
        }
        DaneSupport dane = asked.dane();
        if (dane != null) {
            all.add(dane(row, dane, is));
        }
        if (asked.pending()) {
            all.add(is.isNotNull(row.get("pending")));
        }
        if (asked.differs()) {
            all.add(differs(row, is));
        }
        if (query != null && query.getResultType() == WorkingDestination.class) {
            Expression<?> by = order(row, is);
            query.orderBy(asked.descending() ? is.desc(by) : is.asc(by), is.asc(row.get("domain")));
        }
        return all.isEmpty() ? null : is.and(all.toArray(Predicate[]::new));
    }

    private static <T> Predicate effective(Path<T> column, T wanted, T inherited, CriteriaBuilder is) {
        Predicate own = is.equal(column, wanted);
        return wanted.equals(inherited) ? is.or(own, is.isNull(column)) : own;
    }

    /// Inherited DANE Support is None where TLS Support is None, as in `DestinationEntry.over`.
    private Predicate dane(Root<WorkingDestination> row, DaneSupport wanted, CriteriaBuilder is) {
        Predicate own = is.equal(row.get("dane"), wanted);
        Predicate noTls = effective(row.<TlsSupport>get("tls"), TlsSupport.NONE, defaults.tls(), is);
        List<Predicate> inherited = new ArrayList<>();
        if (wanted == defaults.dane()) {
            inherited.add(wanted == DaneSupport.NONE ? is.conjunction() : withTls(row, is));
        } else if (wanted == DaneSupport.NONE) {
            inherited.add(noTls);
        }
        return inherited.isEmpty() ? own : is.or(own, is.and(is.isNull(row.get("dane")), inherited.getFirst()));
    }

    private Predicate withTls(Root<WorkingDestination> row, CriteriaBuilder is) {
        Predicate given = is.notEqual(row.get("tls"), TlsSupport.NONE);
        return defaults.tls() == TlsSupport.NONE ? given : is.or(is.isNull(row.get("tls")), given);
    }

    private Predicate differs(Root<WorkingDestination> row, CriteriaBuilder is) {
        Map<String, Object> values = Map.ofEntries(
                Map.entry("ipAddressPreference", defaults.ipAddressPreference()),
                Map.entry("concurrentConnections", defaults.concurrentConnections()),
                Map.entry("messagesPerConnection", defaults.messagesPerConnection()),
                Map.entry("recipientLimit", defaults.recipientLimit().recipients()),
                Map.entry("limitType", defaults.limitType()),
                Map.entry("limitApply", defaults.limitApply()),
                Map.entry("tls", defaults.tls()),
                Map.entry("dane", defaults.dane()),
                Map.entry("bounceVerification", defaults.bounceVerification()),
                Map.entry("bounceProfile", defaults.bounceProfile()),
                Map.entry("chunking", defaults.chunking()));
        // A column without a value is neither equal nor unequal: it inherits and does not differ.
        return is.or(values.entrySet().stream()
                .map(v -> is.notEqual(row.get(v.getKey()), v.getValue()))
                .toArray(Predicate[]::new));
    }

    private Expression<?> order(Root<WorkingDestination> row, CriteriaBuilder is) {
        return switch (asked.sort()) {
            case DOMAIN -> row.get("domain");
            case IP_ADDRESS_PREFERENCE ->
                rank(row.get("ipAddressPreference"), IpAddressPreference.values(), defaults.ipAddressPreference(), is);
            case CONCURRENT_CONNECTIONS ->
                is.coalesce(row.<Integer>get("concurrentConnections"), defaults.concurrentConnections());
            case TLS -> rank(row.get("tls"), TlsSupport.values(), defaults.tls(), is);
            case DANE -> rank(row.get("dane"), DaneSupport.values(), defaults.dane(), is);
            case BOUNCE_VERIFICATION ->
                rank(row.get("bounceVerification"), new Boolean[] {false, true}, defaults.bounceVerification(), is);
            case BOUNCE_PROFILE -> is.coalesce(row.<String>get("bounceProfile"), defaults.bounceProfile());
        };
    }

    /// The position of a value among those that there are, not that of its name in the alphabet.
    private static <T> Expression<Integer> rank(Path<T> column, T[] values, T inherited, CriteriaBuilder is) {
        CriteriaBuilder.Case<Integer> rank = is.selectCase();
        int otherwise = 0;
        for (int i = 0; i < values.length; i++) {
            rank = rank.when(is.equal(column, values[i]), i);
            otherwise = values[i].equals(inherited) ? i : otherwise;
        }
        return rank.otherwise(otherwise);
    }
}
