package org.danegate.sts;

import java.util.Locale;
import java.util.Optional;
import org.danegate.address.DomainName;

/// An `mx` value of a policy: the name of a host, or `*.` and a name (RFC 8461 sections 3.2 and 4.1).
///
/// @param name of the host, or what follows the wildcard
/// @param wildcard whether exactly one label comes before the name
public record MxPattern(DomainName name, boolean wildcard) {

    private static final String WILDCARD = "*.";

    /// @param text A-labels in any case, with or without a final dot
    /// @return empty when the text is no pattern, such as a name in U-labels or a wildcard elsewhere
    static Optional<MxPattern> of(String text) {
        boolean wildcard = text.startsWith(WILDCARD);
        String rest = wildcard ? text.substring(WILDCARD.length()) : text;
        String name = (rest.endsWith(".") ? rest.substring(0, rest.length() - 1) : rest).toLowerCase(Locale.ROOT);
        if (name.contains("*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MxPattern(new DomainName(name), wildcard));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether the host of an MX record matches. The name counts as the record has it, not what it is an alias of.
    public boolean covers(DomainName host) {
        if (!wildcard) {
            return name.equals(host);
        }
        int dot = host.ascii().indexOf('.');
        return dot > 0 && host.ascii().substring(dot + 1).equals(name.ascii());
    }

    @Override
    public String toString() {
        return wildcard ? WILDCARD + name : name.ascii();
    }
}
