package org.danegate.tlsrpt;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostChoice;
import org.danegate.dane.HostEvidence;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.sts.MxPattern;
import org.danegate.sts.StsStanding;
import org.jspecify.annotations.Nullable;

/// The policies of a host, as a report names them.
final class PolicyFacts {

    private PolicyFacts() {}

    /// The domain that a host's sessions are reported to: the recipient's, or the name that an SMTP route has.
    ///
    /// @return empty for a host that is known by address only
    static Optional<DomainName> reportDomain(HostResult host) {
        return switch (host.choice()) {
            case HostChoice.ByMx by -> Optional.of(by.domain().domain());
            case HostChoice.Configured configured -> Optional.of(configured.host());
            case null -> Optional.empty();
        };
    }

    /// The TLSA records of a host. Without a secure set of records the policy has no text.
    static AppliedPolicy tlsa(HostResult host) {
        Optional<TlsaLookup> found = secureTlsa(host.dns());
        String domain = found.map(TlsaLookup::baseDomain)
                .or(() -> lastLookup(host.dns()).map(TlsaLookup::baseDomain))
                .map(DomainName::ascii)
                .orElse(host.host());
        List<String> text = found.map(lookup -> texts(lookup.answer())).orElse(List.of());
        return new AppliedPolicy(PolicyType.TLSA, text, domain, List.of(host.host()));
    }

    /// The lookup that gave a secure set of TLSA records.
    static Optional<TlsaLookup> secureTlsa(@Nullable HostEvidence dns) {
        return dns == null
                ? Optional.empty()
                : dns.tlsa().stream()
                        .filter(l -> l.answer() instanceof Answer.Found<TlsaRecord> found && found.secure())
                        .findFirst();
    }

    private static Optional<TlsaLookup> lastLookup(@Nullable HostEvidence dns) {
        return dns == null || dns.tlsa().isEmpty()
                ? Optional.empty()
                : Optional.of(dns.tlsa().getLast());
    }

    private static List<String> texts(Answer<TlsaRecord> answer) {
        return answer instanceof Answer.Found<TlsaRecord> found
                ? found.records().stream()
                        .map(r -> r.text().toUpperCase(Locale.ROOT))
                        .sorted(Comparator.naturalOrder())
                        .toList()
                : List.of();
    }

    /// An MTA-STS policy.
    static AppliedPolicy sts(StsStanding.InForce standing) {
        return new AppliedPolicy(
                PolicyType.STS,
                standing.lines(),
                standing.domain().ascii(),
                standing.policy().mx().stream().map(MxPattern::toString).toList());
    }
}
