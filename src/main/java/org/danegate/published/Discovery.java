package org.danegate.published;

import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.sts.StsRecord;

/// Looks up the record at `_mta-sts.<domain>`. It needs no DNSSEC; data that does not validate is not used.
final class Discovery {

    private static final String LABEL = "_mta-sts";

    /// What the lookup gave.
    sealed interface Found {

        /// An answer.
        record Records(StsRecord record) implements Found {}

        /// No answer that could be used.
        ///
        /// @param code short, for reports, such as `ede-7`
        /// @param reason one phrase
        record Unknown(String code, String reason) implements Found {}
    }

    private final DnsLookup dns;

    Discovery(DnsLookup dns) {
        this.dns = dns;
    }

    /// @param domain of recipients
    Found of(DomainName domain) {
        return domain.takes(LABEL) ? read(dns.txt(domain.prepend(LABEL))) : none("the name has no room for a record");
    }

    /// The same, whatever is cached.
    Found afresh(DomainName domain) {
        return domain.takes(LABEL)
                ? read(dns.freshTxt(domain.prepend(LABEL)))
                : none("the name has no room for a record");
    }

    private static Found read(Answer<String> answer) {
        String name = answer.question().name().ascii();
        return switch (answer.whereNothingIsPromised()) {
            case Answer.Found<String> found -> new Found.Records(StsRecord.of(found.records()));
            case Answer.Denied<String> denied -> none("no MTA-STS record");
            case Answer.Bogus<String> bogus ->
                new Found.Unknown(
                        bogus.provenance().response().reasonCode().orElse("dns-bogus"),
                        "the TXT record of " + name + " is BOGUS: "
                                + bogus.provenance().reason());
            case Answer.Failed<String> failed ->
                new Found.Unknown(
                        failed.provenance().response().reasonCode().orElse("dns-failed"),
                        "the TXT lookup of " + name + " failed: "
                                + failed.provenance().reason());
        };
    }

    private static Found none(String reason) {
        return new Found.Records(new StsRecord.None(reason));
    }
}
