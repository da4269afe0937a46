package org.danegate.policy;

import org.danegate.address.DomainName;

/// `example.com` (only that domain) or `.example.com` (its subdomains, never itself).
public record DomainPattern(DomainName name, boolean subdomains) implements Comparable<DomainPattern> {

    /// @throws IllegalArgumentException when the text is neither form
    public static DomainPattern parse(String text) {
        String trimmed = text.strip();
        return trimmed.startsWith(".")
                ? new DomainPattern(DomainName.parse(trimmed.substring(1)), true)
                : new DomainPattern(DomainName.parse(trimmed), false);
    }

    /// Whether the pattern covers the domain.
    public boolean matches(DomainName domain) {
        return subdomains ? domain.isSubdomainOf(name) : domain.equals(name);
    }

    /// A domain that the pattern covers; the bare name when it is too long for a subdomain.
    public DomainName sample() {
        return subdomains && name.takes("any") ? name.prepend("any") : name;
    }

    @Override
    public int compareTo(DomainPattern other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return subdomains ? "." + name : name.ascii();
    }
}
