package org.danegate.config;

import java.util.Set;
import org.danegate.address.DomainForms;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;

/// Which destination entries are asked for, in which order, and which page of them.
///
/// @param domain part of the domain in either of its forms; empty for all
/// @param tls effective TLS Support, that of Default included; null for all
/// @param tlsInherited entries that use Default for TLS Support
/// @param dane effective DANE Support; null for all
/// @param daneInherited entries that use Default for DANE Support
/// @param pending entries that are not in force as they are
/// @param differs entries that give another value than Default's for something
/// @param page from 1
/// @param size rows of a page, 1 to 500
public record DestinationQuery(
        String domain,
        @Nullable TlsSupport tls,
        boolean tlsInherited,
        @Nullable DaneSupport dane,
        boolean daneInherited,
        boolean pending,
        boolean differs,
        Column sort,
        boolean descending,
        int page,
        int size) {

    /// Rows that a page may have at most.
    public static final int MOST = 500;

    public DestinationQuery {
        domain = DomainForms.sought(domain);
        page = Math.max(1, page);
        size = Math.clamp(size, 1, MOST);
    }

    /// What the list can be sorted by: effective values, those that inherit among the others.
    public enum Column {
        DOMAIN,
        IP_ADDRESS_PREFERENCE,
        CONCURRENT_CONNECTIONS,
        TLS,
        DANE,
        BOUNCE_VERIFICATION,
        BOUNCE_PROFILE
    }

    /// All entries by domain, the first page of 50.
    public static DestinationQuery all() {
        return new DestinationQuery("", null, false, null, false, false, false, Column.DOMAIN, false, 1, 50);
    }

    /// Whether every entry is asked for.
    public boolean isEverything() {
        return domain.isEmpty()
                && tls == null
                && !tlsInherited
                && dane == null
                && !daneInherited
                && !pending
                && !differs;
    }

    /// The condition and order for the database.
    ///
    /// @param inOwnScript domains that contain what is sought in their own script: the database knows A-labels only
    DestinationFilter filter(DestinationProfile defaults, Set<String> inOwnScript) {
        return new DestinationFilter(this, defaults, inOwnScript);
    }
}
