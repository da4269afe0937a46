package org.danegate.monitor;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.CertificateFacts;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.Evidence.TlsFacts;
import org.danegate.dns.answer.TlsaRecord;

/// A TLSA record, and the same record as it would be for the certificate that the host showed.
///
/// @param demanded the record in presentation form
/// @param shown with SHA-256 of what the record's selector selects; for usage 2, one for each certificate above the
///     server's own
/// @param matches whether this record matched
public record DigestPair(String demanded, String shown, boolean matches) {

    private static final int TRUST_ANCHOR = 2;
    private static final int WHOLE_CERTIFICATE = 0;

    /// One for each usable record, when the host showed a certificate.
    static List<DigestPair> of(HostResult host) {
        if (!(host.plan() instanceof DanePlan.Authenticate plan)
                || host.addresses().isEmpty()) {
            return List.of();
        }
        AddressResult at = host.addresses().getLast();
        TlsFacts tls = at.tls();
        return tls == null || tls.chain().isEmpty()
                ? List.of()
                : plan.usable().stream().map(record -> of(record, tls, at)).toList();
    }

    private static DigestPair of(TlsaRecord record, TlsFacts tls, AddressResult at) {
        boolean anchor = record.usage() == TRUST_ANCHOR && tls.chain().size() > 1;
        Stream<CertificateFacts> named =
                anchor ? tls.chain().stream().skip(1) : tls.chain().stream().limit(1);
        String shown = named.map(c -> record.usage() + " " + record.selector() + " 1 "
                        + (record.selector() == WHOLE_CERTIFICATE ? c.sha256() : c.spkiSha256()))
                .collect(Collectors.joining("\n"));
        boolean matches = at.verdict() instanceof DaneVerdict.Success success
                && success.record().equals(record);
        return new DigestPair(record.text(), shown, matches);
    }
}
