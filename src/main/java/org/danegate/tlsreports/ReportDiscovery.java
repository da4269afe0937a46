package org.danegate.tlsreports;

import java.time.Instant;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.tlsreports.RecordFound.Kind;
import org.danegate.tlsrpt.ReportRecord;
import org.danegate.tlsrpt.ReportTarget;

/// Looks up the record at `_smtp._tls.<domain>`. It needs no DNSSEC; data that does not validate is not used.
final class ReportDiscovery {

    private static final String LABELS = "_smtp._tls";

    private final DnsLookup dns;

    ReportDiscovery(DnsLookup dns) {
        this.dns = dns;
    }

    /// Blocks for the lookup.
    RecordFound of(DomainName domain, Instant now) {
        if (!domain.takes(LABELS)) {
            return new RecordFound(Kind.NONE, List.of(), "the name has no room for a record", now);
        }
        Answer<String> answer = dns.txt(domain.prepend(LABELS)).whereNothingIsPromised();
        return switch (answer) {
            case Answer.Found<String> found -> read(ReportRecord.of(found.records()), now);
            case Answer.Denied<String> denied -> new RecordFound(Kind.NONE, List.of(), "no TLSRPT record", now);
            case Answer.Bogus<String> bogus ->
                new RecordFound(Kind.BOGUS, List.of(), bogus.provenance().reason(), now);
            case Answer.Failed<String> failed ->
                new RecordFound(Kind.UNKNOWN, List.of(), failed.provenance().reason(), now);
        };
    }

    private static RecordFound read(ReportRecord record, Instant now) {
        return switch (record) {
            case ReportRecord.Found found ->
                new RecordFound(
                        Kind.WANTED,
                        found.targets().stream().map(ReportTarget::uri).toList(),
                        "",
                        now);
            case ReportRecord.None none -> new RecordFound(Kind.NONE, List.of(), none.reason(), now);
        };
    }
}
