package org.danegate.dane;

import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.SecurityStatus;

/// How a host came to be a host of the destination: what the MX column of the seed's tables is about.
public sealed interface HostChoice {

    /// By an MX lookup: of the destination, or of the name that an SMTP route has.
    record ByMx(DomainEvidence domain) implements HostChoice {}

    /// An SMTP route names the host itself. Local configuration counts as a secure choice (RFC 7672 2.2.2).
    record Configured(DomainName host) implements HostChoice {}

    /// The status for the MX column.
    default SecurityStatus status() {
        return switch (this) {
            case ByMx by -> by.domain().mxStatus();
            case Configured configured -> SecurityStatus.SECURE;
        };
    }

    /// The next hop as given, and after following its aliases: what a DANE-TA certificate may name besides the TLSA
    /// base domain (RFC 7672 3.2.2).
    default List<DomainName> nextHop() {
        return switch (this) {
            case ByMx by -> {
                List<DomainName> names = new ArrayList<>(List.of(by.domain().domain()));
                if (by.domain().mx() instanceof Answer.Found<MxRecord> found) {
                    names.add(found.expandedName());
                }
                yield names;
            }
            case Configured configured -> List.of(configured.host());
        };
    }
}
