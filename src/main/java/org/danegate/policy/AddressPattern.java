package org.danegate.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;

/// Which envelope addresses a row is for: `user@example.com`, `@example.com` (only that domain), `@.example.com` (its
/// subdomains, never itself) or `any`. Case does not count, in the local part neither.
///
/// @param text in lower case, the domain as A-labels
public record AddressPattern(String text) {

    /// Every address, and the null sender.
    public static final AddressPattern ANY = new AddressPattern("any");

    private static final String SUBDOMAINS = "@.";

    /// @throws IllegalArgumentException when the text has none of the forms
    public static AddressPattern parse(String text) {
        String stripped = text.strip();
        if (stripped.equalsIgnoreCase(ANY.text)) {
            return ANY;
        }
        if (stripped.startsWith(SUBDOMAINS)) {
            return new AddressPattern(SUBDOMAINS
                    + DomainName.parse(stripped.substring(SUBDOMAINS.length())).ascii());
        }
        return new AddressPattern(
                stripped.startsWith("@")
                        ? "@" + DomainName.parse(stripped.substring(1)).ascii()
                        : full(MailAddress.parse(stripped)));
    }

    private static String full(MailAddress address) {
        return address.localPart().toLowerCase(Locale.ROOT) + "@" + address.domain();
    }

    /// The patterns that cover an address, the most precise first: itself, its domain, the domain's parents from
    /// the longest on, `any`.
    ///
    /// @param path as in MAIL or RCPT, without angle brackets; empty for the null sender, which only `any` covers
    static List<AddressPattern> covering(String path) {
        List<AddressPattern> covering = new ArrayList<>();
        try {
            if (!path.isEmpty()) {
                MailAddress address = MailAddress.parse(path);
                covering.add(new AddressPattern(full(address)));
                covering.add(new AddressPattern("@" + address.domain()));
                address.domainName().ifPresent(name -> addParents(name.ascii(), covering));
            }
        } catch (IllegalArgumentException noAddress) {
            covering.clear();
        }
        covering.add(ANY);
        return covering;
    }

    /// The patterns that cover all addresses of a domain, the most precise first.
    static List<AddressPattern> covering(DomainName domain) {
        List<AddressPattern> covering = new ArrayList<>();
        covering.add(new AddressPattern("@" + domain.ascii()));
        addParents(domain.ascii(), covering);
        covering.add(ANY);
        return covering;
    }

    private static void addParents(String domain, List<AddressPattern> covering) {
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
            covering.add(new AddressPattern("@" + domain.substring(dot)));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
