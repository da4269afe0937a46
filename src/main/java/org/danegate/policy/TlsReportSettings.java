package org.danegate.policy;

import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.jspecify.annotations.Nullable;

/// TLS reports to the domains that mail goes to (RFC 8460).
///
/// @param mode what is done
/// @param organization name of who reports; null for the server's own name
/// @param contact mail address of who reports, whose domain is the submitter and signs the reports; null for
///     postmaster at the server's own name
/// @param excluded domains that nothing is counted for and nothing is sent to
/// @param options what is sent, and how
public record TlsReportSettings(
        Mode mode,
        @Nullable String organization,
        @Nullable MailAddress contact,
        List<DomainName> excluded,
        Options options) {

    /// How much is done.
    public enum Mode {
        /// Nothing.
        OFF,
        /// Sessions are counted and shown.
        COUNT,
        /// Reports are sent too.
        SEND
    }

    /// What is sent, and how.
    ///
    /// @param failuresOnly whether a day without a failed session has no report
    /// @param mayGoInClear whether reports by mail ignore what the destination asks of TLS and DANE, as RFC 8460
    ///     section 3 wants, and not only what its policies ask
    public record Options(boolean failuresOnly, boolean mayGoInClear) {}

    public TlsReportSettings {
        excluded = List.copyOf(excluded);
    }

    /// Off.
    public static TlsReportSettings defaults() {
        return new TlsReportSettings(Mode.OFF, null, null, List.of(), new Options(false, false));
    }

    /// Whether sessions are counted.
    public boolean isCounting() {
        return mode != Mode.OFF;
    }

    /// Whether a domain has reports.
    public boolean covers(DomainName domain) {
        return !excluded.contains(domain);
    }

    /// The domain that reports, if an address was set.
    public Optional<DomainName> submitter() {
        return Optional.ofNullable(contact).flatMap(MailAddress::domainName);
    }
}
