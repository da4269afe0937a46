package org.danegate.tlsreports;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.address.LocalHostName;
import org.danegate.address.MailAddress;

/// Whether and how TLS reports are prepared: the properties `danegate.tlsrpt.*`.
///
/// @param enabled whether sessions are counted and `_smtp._tls` is looked up
/// @param organization name of who reports
/// @param contact mail address of who reports
/// @param excluded domains that nothing is counted for
public record ReportSettings(boolean enabled, String organization, String contact, Set<DomainName> excluded) {
    public ReportSettings {
        excluded = Set.copyOf(excluded);
    }

    /// Reads the properties.
    ///
    /// @param organization empty for the server's own name
    /// @param contact empty for postmaster at the server's own name
    /// @param excluded domains, separated by commas or blanks
    /// @throws IllegalArgumentException with the name of the property that is wrong
    static ReportSettings of(
            boolean enabled, String organization, String contact, String excluded, LocalHostName self) {
        return new ReportSettings(
                enabled,
                organization.isBlank() ? self.name().ascii() : organization.strip(),
                contact.isBlank() ? "postmaster@" + self.name() : address(contact),
                Arrays.stream(excluded.split("[,\\s]+"))
                        .filter(text -> !text.isEmpty())
                        .map(ReportSettings::domain)
                        .collect(Collectors.toSet()));
    }

    private static String address(String text) {
        try {
            MailAddress address = MailAddress.parse(text.strip());
            String domain = address.domainName()
                    .orElseThrow(() -> new IllegalArgumentException("no domain"))
                    .ascii();
            return address.localPart() + "@" + domain;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("danegate.tlsrpt.contact is no mail address: " + text, e);
        }
    }

    private static DomainName domain(String text) {
        try {
            return DomainName.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("danegate.tlsrpt.excluded has no domain name: " + text, e);
        }
    }
}
